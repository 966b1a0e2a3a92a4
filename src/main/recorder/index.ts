export { diskMinutesLeft } from './disk-space.ts';
export { SessionRecorder } from './session-recorder.ts';
export { TellingSink, type StoredRecording } from './telling-sink.ts';
