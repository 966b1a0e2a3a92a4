import { utilityProcess } from 'electron';
import type { FromTraining } from '../../shared/training/messages.ts';
import type { TrainingChild } from './training-child.ts';

/** Runs a training as an Electron utilityProcess of its own: what happens to it happens to nothing else. */
export function startUtilityTraining(script: string): TrainingChild {
  const child = utilityProcess.fork(script, [], { serviceName: 'TwinClamp training', stdio: 'inherit' });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromTraining) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
