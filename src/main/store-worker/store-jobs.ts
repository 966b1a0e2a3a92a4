import { packedBytes } from '../../shared/contract/packed.ts';
import { sessionSummary } from '../../shared/contract/schemas.ts';
import type { StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import {
  checkSessionSteps,
  exportManySteps,
  exportRecordingSteps,
  exportTwin,
  importCsvSteps,
  importFilesSteps,
  importIpscFolderSteps,
  migrateSession,
  previewTable,
  secondCopySteps,
  reportParts,
  sqliteVersion,
  storedRecording,
  type SessionFolder,
  type SessionIndex,
  type SessionReader,
  type Steps,
} from '../store/index.ts';
import { ComparedTwins } from './compared-twins.ts';
import type { StoreJobTable } from './job-runner.ts';
import { readIntakeInThread } from './intake-thread.ts';
import { copyIn, migrateOwn, repair, repairPlan } from './upkeep-jobs.ts';
import { StoredTraces } from './stored-traces.ts';
import { Verdicts } from './verdicts.ts';

const sessionList = sessionSummary.array();

/** What the store process does, on one folder of sessions. @param scripts threads as bundled; null: as run from source */
export function createStoreJobs(
  sessions: SessionFolder,
  index: SessionIndex,
  scripts: { readonly intake: string; readonly hdf5: string } | null = null,
): StoreJobTable {
  const compared = new ComparedTwins(sessions);
  const verdicts = new Verdicts(sessions);
  const traces = new StoredTraces(sessions, verdicts);
  const reading = <T>(sessionKey: string, work: (session: SessionReader) => T): T => readIn(sessions, sessionKey, work);

  function* packedList(): Steps<Uint8Array> {
    return packedBytes(sessionList.parse(yield* index.list()));
  }

  function* check(sessionKey: string): Steps<StoreResult<'check'>> {
    const found = yield* checkSessionSteps(sessions.existing(sessionKey));
    verdicts.keep(sessionKey, found);
    return found;
  }

  return {
    info: () => ({ sqlite: sqliteVersion() }),
    list: () => index.list(),
    packedList,
    // What is read where it lies is known by another name than its file's.
    summary: ({ sessionKey }) => ({ ...reading(sessionKey, (session) => session.summary()), sessionKey }),
    detail: ({ sessionKey }) =>
      verdicts.apply(sessionKey, {
        ...reading(sessionKey, (session) => session.detail()),
        sessionKey,
        inPlace: sessions.isInPlace(sessionKey),
      }),
    trace: (request) => traces.of(request),
    recording: ({ sessionKey, recordingId, together }) => reading(sessionKey, (session) => storedRecording(session, recordingId, together)),
    twin: ({ sessionKey, twinId }) => reading(sessionKey, (session) => session.knownTwin(twinId)),
    reportParts: ({ sessionKey, twinId }) => reading(sessionKey, (session) => reportParts(session, twinId)),
    addTwin: (request) => addTwin(sessions, request),
    correct: (request) => correct(sessions, request),
    comparison: (request) => compared.envelope(request),
    importFolder: ({ folder, protocol }) => importIpscFolderSteps(folder, sessions, protocol),
    importCsv: ({ file, protocol, cellName }) => importCsvSteps(file, protocol, cellName, sessions),
    importFiles: ({ paths, into, cellName, stated, template, protocols }) =>
      importFilesSteps(
        { paths, ...(into === null ? {} : { into }), ...(cellName === null ? {} : { cellName }), stated, template },
        { sessions, protocols, read: (path, wish) => readIntakeInThread(path, wish, scripts) },
      ),
    preview: ({ path }) => previewTable(path),
    openInPlace: ({ path }) => ({ sessionKey: sessions.openInPlace(path) }),
    copyIn: ({ sessionKey }) => copyIn(sessions, sessionKey),
    secondCopy: ({ sessionKey, folder }) => secondCopySteps(sessions.existing(sessionKey), folder),
    migrate: ({ sessionKey }) => migrateOwn(sessions, sessionKey),
    repairPlan: ({ sessionKey }) => repairPlan(sessions, sessionKey),
    repair: ({ sessionKey }) => repair(sessions, sessionKey),
    exportRecording: (request) => exportRecording(sessions, request),
    exportMany: (request) => exportManySteps(sessions, request),
    exportTwin: ({ sessionKey, twinId, format, path }) => {
      const { twin } = reading(sessionKey, (session) => session.knownTwin(twinId));
      exportTwin(twin, format, path);
      return null;
    },
    check: ({ sessionKey }) => check(sessionKey),
  };
}

function readIn<T>(sessions: SessionFolder, sessionKey: string, work: (session: SessionReader) => T): T {
  const session = sessions.openReader(sessionKey);
  try {
    return work(session);
  } finally {
    session.close();
  }
}

function* exportRecording(
  sessions: SessionFolder,
  { sessionKey, recordingId, path, format }: StoreRequest<'exportRecording'>,
): Steps<number> {
  const session = sessions.openReader(sessionKey);
  try {
    return yield* exportRecordingSteps(session, [recordingId], path, format);
  } finally {
    session.close();
  }
}

function correct(sessions: SessionFolder, { sessionKey, recordingId, changes }: StoreRequest<'correct'>): null {
  migrateSession(sessions.existing(sessionKey));
  const session = sessions.open(sessionKey);
  try {
    session.correct(recordingId, { madeAt: new Date().toISOString(), changes });
  } finally {
    session.close();
  }
  return null;
}

function addTwin(sessions: SessionFolder, { sessionKey, recordingId, twin }: StoreRequest<'addTwin'>): number {
  const session = sessions.open(sessionKey);
  try {
    return session.addTwin(recordingId, twin);
  } finally {
    session.close();
  }
}
