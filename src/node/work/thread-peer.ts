import type { Worker } from 'node:worker_threads';
import type { Peer } from './peer.ts';

/** A worker thread as a peer. @param onError called with what it threw, before its end */
export function threadPeer<To, From>(worker: Worker, onError: (error: Error) => void): Peer<To, From> {
  worker.on('error', onError);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (message: From) => listener(message)),
    onExit: (listener) => worker.once('exit', (code) => listener(code)),
    kill: () => void worker.terminate(),
  };
}
