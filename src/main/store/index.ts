export { exportEnsemble, exportRecording, exportRecordings, exportRecordingSteps, exportTwin } from './exports.ts';
export { exportManySteps } from './export-many.ts';
export { FileNames } from './file-names.ts';
export { ownFileOf } from './intake/own-file.ts';
export { importCsv, importCsvSteps, importIpscFolder, importIpscFolderSteps, type ImportedCell } from './import-cell.ts';
export { importFilesSteps, type ImportTools, type ImportWish } from './intake/import-files.ts';
export { previewTable } from './intake/preview-table.ts';
export { readIntake, type ReadIntake, type ReadIntakeWish } from './intake/read-intake.ts';
export { runAsyncSteps, type AsyncSteps } from './async-steps.ts';
export { importTwinAlone, recordingOfTwin } from './import-twin.ts';
export { leakSubtracted, type LeakSubtractedRecording } from './leak-run.ts';
export type { Samples } from './chunk.ts';
export type {
  NewRecording,
  RecordingDevice,
  RecordingEnd,
  RecordingEvent,
  RecordingGap,
  RecordingKind,
  RecordingStatus,
} from './new-recording.ts';
export { findProtocol, loadProtocols } from './protocol-library.ts';
export { ProtocolShelf, type SavedProtocol } from './protocol-shelf.ts';
export { checkSessionSteps } from './check-session.ts';
export { migrateSession, type MigratedSession } from './migrate-session.ts';
export { repairedName, repairSessionSteps, type RepairedSession } from './upkeep/repair-session.ts';
export { secondCopySteps } from './upkeep/second-copy.ts';
export { backupSessionSteps, type BackedUp } from './upkeep/backup-session.ts';
export { mergeSessionsSteps, type MergedSession } from './upkeep/merge-sessions.ts';
export { describeCell, renameSession } from './upkeep/rename-session.ts';
export { NEWEST_VERSION as NEWEST_LAYOUT } from './migrations.ts';
export type { OwnerOptions } from './open-database.ts';
export { sealRecording, sealRecordingSteps, type SealedRecording } from './seal-recording.ts';
export { reportParts } from './report-parts.ts';
export { SessionFile, type NewSession } from './session-file.ts';
export { removeRemains } from './session-aside.ts';
export { SessionIndex } from './session-index.ts';
export { SessionReader } from './session-reader.ts';
export { storedRecording } from './stored-recording.ts';
export type { Overviews } from './derived-tables.ts';
export { overviewSteps } from './summarise-recording.ts';
export { sqliteVersion } from './sqlite-version.ts';
export { runSteps, type Steps } from './steps.ts';
export { SESSION_EXTENSION } from './session-extension.ts';
export { SessionFolder } from './session-folder.ts';
export { asStorageError, guarded, StorageError, type StorageErrorCode } from './storage-error.ts';
export { writeFileWhole } from '../../node/files/index.ts';
