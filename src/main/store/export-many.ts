import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { alarmNote } from '../../core/formats/export/provenance.ts';
import { recordingExporter, twinExporter } from '../../core/formats/export/registry.ts';
import { shortMessage } from '../../core/text/short-message.ts';
import type { ManyExported, ManyToExport } from '../../shared/store/many-exported.ts';
import { exportRecordingSteps, exportTwin } from './exports.ts';
import { FileNames } from './file-names.ts';
import type { SessionFolder } from './session-folder.ts';
import type { SessionReader } from './session-reader.ts';
import type { Steps } from './steps.ts';
import { withinShare } from './within-share.ts';
import { StorageError } from './storage-error.ts';

/** One file that is to be written. */
interface Planned {
  readonly write: () => Steps<string | null>;
}

/**
 * Writes the recordings, or the twins, of several sessions into a folder: a file a session in a format that takes all its recordings,
 * else a file a recording or twin. What is in the folder is left alone; what cannot be written costs the others nothing.
 * @throws StorageError 'cancelled'; the files that are whole by then stay
 */
export function* exportManySteps(sessions: SessionFolder, { sessionKeys, wish, folder }: ManyToExport): Steps<ManyExported> {
  const names = new FileNames(folder, existsSync);
  const written: ManyExported['written'][number][] = [];
  const left: ManyExported['left'][number][] = [];
  for (const [i, sessionKey] of sessionKeys.entries()) {
    let cellName = sessionKey;
    let session: SessionReader | null = null;
    try {
      session = sessions.openReader(sessionKey);
      cellName = session.summary().cellName;
      const planned =
        wish.what === 'twins' ? twinFiles(session, wish.format, names, written) : recordingFiles(session, wish.format, names, written);
      if (planned.length === 0)
        left.push({ cellName, why: wish.what === 'twins' ? 'it has no twin' : 'it has no recording with samples that has ended' });
      for (const [k, { write }] of planned.entries()) {
        const at = (done: number): number => (i + done / planned.length) / sessionKeys.length;
        const why = yield* withinShare(write(), at(k), at(k + 1));
        if (why !== null) left.push({ cellName, why });
      }
    } catch (error) {
      left.push({ cellName, why: reasonOf(error) });
    } finally {
      session?.close();
    }
    yield (i + 1) / sessionKeys.length;
  }
  return { written, left };
}

type Format<What extends ManyToExport['wish']['what']> = Extract<ManyToExport['wish'], { what: What }>['format'];
type WrittenList = ManyExported['written'][number][];

function recordingFiles(session: SessionReader, format: Format<'recordings'>, names: FileNames, written: WrittenList): Planned[] {
  const { cellName, recordingList } = session.detail();
  const exporter = recordingExporter(format);
  const ended = recordingList.filter(({ status, samples }) => status !== 'recording' && samples > 0).map(({ recordingId }) => recordingId);
  const groups = 'steps' in exporter ? (ended.length === 0 ? [] : [ended]) : ended.map((id) => [id]);
  return groups.map((ids) => ({
    *write() {
      const one = !('steps' in exporter) ? `${cellName} recording ${ids[0]}` : cellName;
      const path = names.next(one, exporter.extension);
      try {
        yield* exportRecordingSteps(session, ids, path, format);
      } catch (error) {
        return reasonOf(error);
      }
      written.push({ cellName, file: basename(path), note: null });
      return null;
    },
  }));
}

function twinFiles(session: SessionReader, format: Format<'twins'>, names: FileNames, written: WrittenList): Planned[] {
  const { cellName, twinList } = session.detail();
  return twinList.map(({ twinId }) => ({
    *write() {
      const path = names.next(`${cellName} twin ${twinId}`, twinExporter(format).extension);
      try {
        const twin = session.knownTwin(twinId).twin;
        exportTwin(twin, format, path);
        written.push({ cellName, file: basename(path), note: alarmNote(twin) });
        return null;
      } catch (error) {
        return reasonOf(error);
      }
    },
  }));
}

/** @throws what is no fault of a file */
function reasonOf(error: unknown): string {
  if (error instanceof StorageError && error.code !== 'cancelled') return shortMessage(error.message);
  throw error;
}
