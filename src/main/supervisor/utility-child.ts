import { utilityProcess, type MessagePortMain } from 'electron';
import { utilityPeer } from '../app/utility-peer.ts';
import type { ToInference } from '../../shared/inference/messages.ts';
import type { InferenceChild } from './inference-child.ts';

export interface UtilityOptions {
  /** The bundled inference process. */
  readonly script: string;
  readonly init: Extract<ToInference, { type: 'init' }>;
  readonly port: MessagePortMain | null;
}

/** Runs the inference process as an Electron utilityProcess. */
export function startUtilityChild({ script, init, port }: UtilityOptions): InferenceChild {
  const child = utilityProcess.fork(script, [], { serviceName: 'TwinClamp inference', stdio: 'inherit' });
  child.postMessage(init, port === null ? [] : [port]);
  return utilityPeer(child);
}
