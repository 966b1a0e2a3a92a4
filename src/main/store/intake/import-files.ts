import { basename, join } from 'node:path';
import type { CsvTemplate } from '../../../core/formats/csv/csv-template.ts';
import type { Intake, Stated, Unused } from '../../../core/formats/intake/intake.ts';
import { shownText } from '../../../core/formats/shown-text.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { ImportedCellReport, ImportedFileReport, ImportReport, StoredIntake } from '../../../shared/store/import-report.ts';
import type { AsyncSteps } from '../async-steps.ts';
import { importIpscFolderSteps } from '../import-cell.ts';
import type { SessionFile } from '../session-file.ts';
import type { SessionFolder } from '../session-folder.ts';
import { withinShare } from '../within-share.ts';
import type { Steps } from '../steps.ts';
import { importedBefore } from './imported-before.ts';
import { apart } from './apart.ts';
import { CellTarget } from './cell-target.ts';
import { planImport, type PlannedCell } from './import-plan.ts';
import { ownFileOf } from './own-file.ts';
import type { ReadIntake, ReadIntakeWish } from './read-intake.ts';
import { storeIntake } from './store-intake.ts';
import { isIpscCell, reportOfIpscCell } from './ipsc-cell.ts';
import { takeInSession } from './take-in-session.ts';
import { takeInTwin, type TakenTwin } from './take-in-twin.ts';

export interface ImportWish {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Key of the session that everything goes into; absent: new ones. */
  readonly into?: string;
  /** Absent: the name of the file or folder. */
  readonly cellName?: string;
  readonly stated: Stated;
  readonly template: CsvTemplate | null;
}

export interface ImportTools {
  readonly sessions: SessionFolder;
  readonly protocols: readonly Protocol[];
  /** Reads one file, in this thread or another. */
  readonly read: (path: string, wish: ReadIntakeWish) => Promise<ReadIntake>;
}

/** Protocol of the step families of the published cells. */
const STEP_PROTOCOL = 'ipsc-steps';

/**
 * Reads files of any known format and stores what they hold, each cell as one session or all of it in one that is there, with
 * a report of what was and was not used. A file that cannot be used costs the others nothing; a cell is stored whole or not
 * at all when the import is ended.
 * @throws StorageError when none of the paths is there, or the session cannot be written
 */
export async function* importFilesSteps(wish: ImportWish, tools: ImportTools): AsyncSteps<ImportReport> {
  const planned = planImport(wish.paths, wish.cellName).flatMap((cell) => (wish.into === undefined ? apart(cell) : [cell]));
  const cells: ImportedCellReport[] = [];
  for (const [i, cell] of planned.entries()) {
    const ipsc = wish.into === undefined && cell.folder !== null && isIpscCell(cell.folder) ? cell.folder : null;
    const steps = ipsc === null ? importCell(cell, wish, tools) : publishedCell(ipsc, cell, tools);
    try {
      let step = await steps.next();
      for (; step.done !== true; step = await steps.next()) yield (i + step.value) / planned.length;
      cells.push(step.value);
    } finally {
      // Where the import is ended between two steps.
      await steps.return(undefined as never);
    }
  }
  return { cells };
}

async function* publishedCell(folder: string, cell: PlannedCell, { sessions, protocols }: ImportTools): AsyncSteps<ImportedCellReport> {
  const protocol = protocols.find(({ id }) => id === STEP_PROTOCOL);
  if (protocol === undefined)
    throw new Error(`The protocol "${STEP_PROTOCOL}" is missing in this installation. Install the program again.`);
  const { sessionKey, notes } = yield* importIpscFolderSteps(folder, sessions, protocol);
  return reportOfIpscCell(sessions, sessionKey, cell, notes);
}

async function* importCell(cell: PlannedCell, wish: ImportWish, tools: ImportTools): AsyncSteps<ImportedCellReport> {
  const target = new CellTarget(tools.sessions, wish.into);
  const files: ImportedFileReport[] = [];
  const recordings: StoredIntake[] = [];
  const questions = new Set<string>();
  let alone: TakenTwin | null = null;
  try {
    for (const [i, { path, asked, missing }] of inOrder(cell).entries()) {
      if (missing === true) {
        files.push(reportOfMissing(path));
        continue;
      }
      const own = ownFileOf(path);
      if (own === 'twin') {
        alone = takeInTwin(path, asked, target, tools.sessions);
        files.push(alone.report);
      } else if (own === 'session') {
        const steps = takeInSession(path, asked, wish.cellName === undefined ? undefined : cell.cellName, target, recordings);
        files.push(yield* withinShare(steps, i / cell.files.length, (i + 1) / cell.files.length));
      } else {
        const read = await tools.read(path, { stated: wish.stated, template: wish.template, protocols: tools.protocols });
        const steps = takeInRecordings(read, asked, cell.cellName, target, recordings);
        const report = yield* withinShare(steps, i / cell.files.length, (i + 1) / cell.files.length);
        for (const question of report.used > 0 ? read.questions : []) questions.add(question);
        files.push(report);
      }
      yield (i + 1) / cell.files.length;
    }
    const cellName = target.held?.summary().cellName ?? alone?.cellName ?? cell.cellName;
    const placed = target.commit() ?? placeOf(alone, tools.sessions);
    return {
      sessionKey: placed?.sessionKey ?? null,
      session: placed?.session ?? null,
      cellName,
      recordings,
      files,
      questions: [...questions],
    };
  } finally {
    target.close();
  }
}

function* takeInRecordings(
  read: ReadIntake,
  asked: boolean,
  cellName: string,
  target: CellTarget,
  recordings: StoredIntake[],
): Steps<ImportedFileReport> {
  const { fresh, refused } = whatFits(target.held, read);
  if (fresh.length > 0) yield* storing(target.session({ cellName }), target.isThere, fresh, read, recordings);
  return reportOf(read, fresh.length, refused, asked);
}

function reportOfMissing(path: string): ImportedFileReport {
  const unused = [{ what: 'The file', why: 'it does not exist. Check the path.' }];
  return { file: shownText(basename(path), 100), format: null, used: 0, unused, notes: [], asked: true };
}

/** Twins last: their recordings may come with them. */
function inOrder({ files }: PlannedCell): PlannedCell['files'] {
  const isTwin = ({ path, missing }: PlannedCell['files'][number]): boolean => missing !== true && ownFileOf(path) === 'twin';
  return [...files.filter((file) => !isTwin(file)), ...files.filter(isTwin)];
}

function placeOf(twin: TakenTwin | null, sessions: SessionFolder): { readonly sessionKey: string; readonly session: string } | null {
  const key = twin?.alone ?? null;
  return key === null ? null : { sessionKey: key, session: join(sessions.path, key) };
}

function reportOf(
  { fileName, source, unused, notes }: ReadIntake,
  used: number,
  refused: readonly Unused[],
  asked: boolean,
): ImportedFileReport {
  return { file: fileName, format: source?.format ?? null, used, unused: [...unused, ...refused], notes, asked };
}

/** A recording of the same bytes is not stored twice, and a living cell and a simulated one are no one cell. */
function whatFits(
  session: SessionFile | null,
  { recordings, source }: ReadIntake,
): { readonly fresh: readonly Intake[]; readonly refused: readonly Unused[] } {
  const held = session === null || source === null ? new Set<number>() : importedBefore(session, source.sha256);
  const of = session?.summary();
  const cell = of === undefined || of.recordings === 0 ? recordings[0]?.simulated : of.simulated;
  const why = ({ part, simulated }: Intake): string | null =>
    held.has(part)
      ? 'the session has it already'
      : simulated === cell
        ? null
        : `it is of a ${simulated ? 'simulated' : 'living'} cell and the session of a ${simulated ? 'living' : 'simulated'} one`;
  const refused = new Map(recordings.flatMap((one) => (why(one) === null ? [] : [[one.part, why(one)!] as const])));
  return {
    fresh: recordings.filter((one) => why(one) === null),
    refused: [...refused].map(([part, reason]) => ({ what: `Recording ${part + 1}`, why: reason })),
  };
}

/** All recordings of a file in one commit where the session is there already. */
function* storing(
  session: SessionFile,
  together: boolean,
  fresh: readonly Intake[],
  { source, fileName }: ReadIntake,
  stored: StoredIntake[],
): Steps<void> {
  const found: StoredIntake[] = [];
  function* all(): Steps<void> {
    for (const [i, intake] of fresh.entries()) {
      const recordingId = yield* withinShare(storeIntake(session, intake, source!), i / fresh.length, (i + 1) / fresh.length);
      const { name, kind, sampleRateHz, span, command, remarks, offers: offered = [] } = intake;
      const offers = offered.map(({ condition, value }) => ({ condition, value }));
      found.push({ recordingId, file: fileName, name, kind, sampleRateHz, samples: span, command, remarks, offers });
    }
  }
  if (together) yield* session.stepsInOneCommit(all);
  else yield* all();
  stored.push(...found);
}
