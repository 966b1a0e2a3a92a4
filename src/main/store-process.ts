// The store process: an Electron utilityProcess in the app, a plain child process elsewhere. Reads, imports and exports sessions.
import { setPriority } from 'node:os';
import { parentLink } from '../node/work/index.ts';
import type { FromStore, ToStore } from '../shared/store/messages.ts';
import { serveStore } from './store-worker/serve-store.ts';

/** Recording has priority. */
setPriority(5);

const link = parentLink<ToStore, FromStore>();
link.onMessage(serveStore((message) => link.post(message)));
