export { diskMinutesLeft } from './disk-space.ts';
export { SessionRecorder, type RecordedItem } from './session-recorder.ts';
export { LONGEST_UNSTORED_S, ThreadedRecorder, type ThreadedRecorderOptions } from './threaded-recorder.ts';
export type { OpenedSession, RecorderThreadStart } from './recorder-messages.ts';
