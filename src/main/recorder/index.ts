export { diskMinutesLeft } from './disk-space.ts';
export { SessionRecorder } from './session-recorder.ts';
