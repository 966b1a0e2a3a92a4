import { fork } from 'node:child_process';
import type { FromAcquisition } from '../../shared/acquisition/messages.ts';
import { ACQUISITION_FLAGS, type AcquisitionChild } from './acquisition-client.ts';

const LET_GO_MS = 5000;

/** Runs the acquisition process as a child of plain Node. @param script src/main/acquisition-process.ts */
export function startNodeAcquisition(script: string): AcquisitionChild & { readonly pid: number } {
  const child = fork(script, [], {
    // Typed arrays are sent as they are.
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning', ...ACQUISITION_FLAGS],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl+C in the terminal is meant for the program that the operator sees; it decides what happens.
    detached: true,
  });
  return {
    pid: child.pid ?? -1,
    post: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromAcquisition)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    // It releases the device by itself once it is alone; a process that cannot is ended.
    kill: () => {
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), LET_GO_MS).unref();
    },
  };
}
