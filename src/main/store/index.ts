export { exportRecordingCsv, exportTwin } from './exports.ts';
export { importCsv, importIpscFolder, type ImportedCell } from './import-cell.ts';
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
export { reportParts } from './report-parts.ts';
export { SessionFile, type NewSession } from './session-file.ts';
export { SessionFolder, SESSION_EXTENSION } from './session-folder.ts';
export { asStorageError, guarded, StorageError, type StorageErrorCode } from './storage-error.ts';
export { writeFileWhole } from './write-file.ts';
