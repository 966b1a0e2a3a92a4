// The thread of the acquisition process that writes sessions.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromRecorderThread, RecorderThreadStart, ToRecorderThread } from './recorder-messages.ts';
import { SessionWriter } from './session-writer.ts';

const port = parentPort;
if (port === null) throw new Error('recorder-thread: expected to run as a worker thread, it runs as a program.');
const writer = new SessionWriter(workerData as RecorderThreadStart, (message: FromRecorderThread) => port.postMessage(message));
port.on('message', (message: ToRecorderThread) => writer.receive(message));
