// The store process: an Electron utilityProcess in the app, a plain child process elsewhere. Reads, imports and exports sessions.
import { setPriority } from 'node:os';
import type { FromStore, ToStore } from '../shared/store/messages.ts';
import { serveStore } from './store-worker/serve-store.ts';

/** The part of Electron's process.parentPort that is used; plain Node has none. */
interface ParentPort {
  postMessage(message: FromStore): void;
  on(event: 'message', listener: (event: { readonly data: ToStore }) => void): void;
}

/** Recording has priority. */
setPriority(5);

const { parentPort } = process as { readonly parentPort?: ParentPort | null };
if (parentPort != null) {
  const receive = serveStore((message) => parentPort.postMessage(message));
  parentPort.on('message', ({ data }) => receive(data));
} else {
  const receive = serveStore((message) => process.send?.(message));
  process.on('message', (message: ToStore) => receive(message));
}
