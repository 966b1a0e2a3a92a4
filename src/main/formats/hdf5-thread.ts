import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { FormatError } from '../../core/formats/format-error.ts';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../core/formats/hdf5/hdf5-file.ts';
import type { Hdf5Answer, Hdf5Call, Hdf5Node, Hdf5WorkerData } from './hdf5-calls.ts';

/** Of all calls together. Loading the library takes a fifth of a second on a quiet machine. */
const PATIENCE_MS = 8000;
const MS_PER_MB = 200;

/**
 * Opens an HDF5 file in its own thread and calls it synchronously; calls that do not end in time end the thread: one
 * that loops, and thousands that each take long.
 * @param script the worker, hdf5-worker.ts or what it was bundled to
 * @param patienceMs for all calls together, by default by the size of the file
 */
export function openHdf5InThread(bytes: Uint8Array, script: URL, patienceMs = PATIENCE_MS + (MS_PER_MB * bytes.length) / 1e6): Hdf5File {
  const { port1: port, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const data: Hdf5WorkerData = { bytes, port: port2, answered };
  // The library prints stacks to standard error; the reader reports what failed.
  const worker = new Worker(script, { workerData: data, transferList: [port2], stdout: true, stderr: true });
  // Ending it on purpose is no error; the waiting call reports what it throws.
  worker.on('error', () => undefined);
  worker.unref();
  port.unref();
  let calls = 0;
  let waitedMs = 0;
  const close = (): void => {
    port.close();
    void worker.terminate();
  };
  const ask = (call: Hdf5Call): Extract<Hdf5Answer, { ok: true }>['value'] => {
    const askedMs = performance.now();
    port.postMessage(call);
    const inTime = Atomics.wait(answered, 0, calls, Math.max(0, patienceMs - waitedMs)) !== 'timed-out';
    waitedMs += performance.now() - askedMs;
    const answer = (receiveMessageOnPort(port) as { message: Hdf5Answer } | undefined)?.message;
    if (!inTime || answer === undefined) {
      close();
      throw new FormatError('This HDF5 file is damaged: reading it did not come to an end. Copy it again from where it was recorded.');
    }
    calls++;
    if (answer.ok) return answer.value;
    if (answer.refused) throw new FormatError(answer.message);
    throw new Error(answer.message);
  };
  try {
    ask({ kind: 'open' });
  } catch (error) {
    close();
    throw error;
  }
  return { get: (path) => nodeOf(path, ask({ kind: 'get', path }) as Hdf5Node, ask), close };
}

function nodeOf(path: string, node: Hdf5Node, ask: (call: Hdf5Call) => unknown): Hdf5Group | Hdf5Dataset | null {
  if (node?.kind !== 'dataset') return node;
  return {
    ...node,
    numbers: () => ask({ kind: 'numbers', path }) as ArrayLike<number>,
    texts: () => ask({ kind: 'texts', path }) as readonly string[],
    references: () => ask({ kind: 'references', path }) as readonly string[],
  };
}
