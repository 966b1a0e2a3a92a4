export { assertRoom } from './assert-room.ts';
export { asStorageError, guarded, StorageError, type StorageErrorCode } from './storage-error.ts';
export { putInPlace } from './put-in-place.ts';
export { syncFolder } from './sync-folder.ts';
export { WholeFile } from './whole-file.ts';
export { writeFileWhole } from './write-file.ts';
