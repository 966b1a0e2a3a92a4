export { diskMinutesLeft } from './disk-space.ts';
export { SessionRecorder, type RecordedBlock } from './session-recorder.ts';
