import { utilityProcess } from 'electron';
import { utilityPeer } from '../app/utility-peer.ts';
import type { TrainingChild } from './training-child.ts';

/** Runs a training as an Electron utilityProcess of its own: what happens to it happens to nothing else. */
export function startUtilityTraining(script: string): TrainingChild {
  return utilityPeer(utilityProcess.fork(script, [], { serviceName: 'TwinClamp training', stdio: 'inherit' }));
}
