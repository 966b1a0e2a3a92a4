// The acquisition process: rig, run and recorder. An Electron utilityProcess in the app, a child process of the command line.
import type { FromAcquisition, ToAcquisition } from '../shared/acquisition/messages.ts';
import { serveAcquisition, type ParentLink } from './acquisition/serve.ts';

function utilityLink(port: Electron.ParentPort): ParentLink {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }: { data: ToAcquisition }) => listener(data)),
    // Electron ends a utilityProcess with its parent: the port closes, and the device then goes to its safe level.
    onGone: () => undefined,
  };
}

function childLink(): ParentLink {
  // Ctrl+C in a terminal reaches all its processes; the parent decides what happens.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  return {
    post: (message: FromAcquisition) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', (message) => listener(message as ToAcquisition)),
    onGone: (listener) => process.once('disconnect', listener),
  };
}

// Electron's types say that the port always exists; in plain Node it does not.
const port = process.parentPort as Electron.ParentPort | undefined;
serveAcquisition(port === undefined ? childLink() : utilityLink(port));
