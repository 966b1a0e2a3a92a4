import { utilityProcess } from 'electron';
import { utilityPeer } from '../app/utility-peer.ts';
import type { TrainingChild } from './training-child.ts';

/** Runs a training as its own Electron utilityProcess: a fault in it has no effect elsewhere. */
export function startUtilityTraining(script: string): TrainingChild {
  return utilityPeer(utilityProcess.fork(script, [], { serviceName: 'TwinClamp training', stdio: 'inherit' }));
}
