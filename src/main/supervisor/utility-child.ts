import { utilityProcess, type MessagePortMain } from 'electron';
import type { FromInference, ToInference } from '../../shared/inference/messages.ts';
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
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromInference) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
