import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createAside } from '../session-aside.ts';
import { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { StorageError } from '../storage-error.ts';
import { copySessionSteps } from './copy-session.ts';

export interface MergedSession {
  readonly session: string;
  readonly cellName: string;
  readonly recordings: number;
  readonly twins: number;
  /** Recordings that several of them hold and that were taken once, in sentences. */
  readonly once: readonly string[];
}

/**
 * Makes one session of several of one cell, in the order in which they are named; they stay as they are. Nothing damaged comes in.
 * @throws StorageError 'refused' for fewer than two, for one that is named twice or a copy of another, where the name of the new one is
 * taken, for simulated beside living cells, or for cells of different names without one for all
 */
export function* mergeSessionsSteps(paths: readonly string[], out: string, cellName?: string): Steps<MergedSession> {
  if (paths.length < 2) throw new StorageError('refused', `Merging: expected at least two sessions, got ${paths.length}.`);
  if (new Set(paths.map(fileOf)).size < paths.length)
    throw new StorageError('refused', 'Merging: one of the sessions is named twice. Name each once.');
  const readers: SessionReader[] = [];
  let aside: ReturnType<typeof createAside> | null = null;
  let whole = false;
  try {
    for (const path of paths) readers.push(SessionReader.open(path));
    assertNoCopies(readers);
    const details = readers.map((reader) => reader.detail());
    const first = details[0]!;
    const other = details.find((detail) => detail.simulated !== first.simulated);
    if (other !== undefined)
      throw new StorageError(
        'refused',
        'Merging: one session is of a simulated cell and another of a living one. One session is one cell.',
      );
    const stranger = details.find((detail) => detail.cellName !== first.cellName);
    if (stranger !== undefined && cellName === undefined)
      throw new StorageError(
        'refused',
        `Merging: the cells are called "${first.cellName.slice(0, 60)}" and "${stranger.cellName.slice(0, 60)}". ` +
          `One session is one cell: ` +
          `give the name of the cell if they are the same.`,
      );
    const name = cellName ?? first.cellName;
    const notes = [...new Set(details.map((detail) => detail.notes)), `Merged from ${paths.map((path) => basename(path)).join(', ')}.`];
    aside = createAside(out, {
      cellName: name,
      createdAt: details.map((d) => d.createdAt).sort()[0]!,
      notes: notes.filter(Boolean).join('\n'),
    });
    let [recordings, twins] = [0, 0];
    const once: string[] = [];
    for (const [i, reader] of readers.entries()) {
      const copying = copySessionSteps(reader, aside.session, 'refuse');
      let step = copying.next();
      for (; step.done !== true; step = copying.next()) yield (i + step.value) / readers.length;
      recordings += step.value.recordings;
      twins += step.value.twins;
      once.push(...step.value.once);
    }
    if (once.length > 0) aside.session.describe([aside.session.notes, ...once].join('\n'));
    aside.commit();
    whole = true;
    return { session: out, cellName: name, recordings, twins, once };
  } finally {
    if (!whole) aside?.discard();
    for (const reader of readers) reader.close();
  }
}

/** The file itself, however it is spelled or linked; what cannot be found is said when it is opened. */
function fileOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined || stat.ino === 0n ? resolve(path) : `${stat.dev}:${stat.ino}`;
}

/** A copy has the recordings of its session: they would be there twice. */
function assertNoCopies(readers: readonly SessionReader[]): void {
  const seen = new Map<string, string>();
  for (const { id, path } of readers) {
    const other = seen.get(id);
    if (other !== undefined)
      throw new StorageError(
        'refused',
        `Merging: "${basename(other).slice(0, 80)}" and "${basename(path).slice(0, 80)}" are copies of one session, whose recordings ` +
          `would be there twice. Name one of them.`,
      );
    seen.set(id, path);
  }
}
