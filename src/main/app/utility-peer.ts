import type { UtilityProcess } from 'electron';
import type { Peer } from '../../node/work/index.ts';

/** An Electron utilityProcess as a peer. */
export function utilityPeer<To, From>(child: UtilityProcess): Peer<To, From> {
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: From) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
