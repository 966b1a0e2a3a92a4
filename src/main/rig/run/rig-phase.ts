import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { CheckedAmplifier } from './checked-amplifier.ts';

/** An open amplifier and its address. */
export interface LiveLink {
  readonly port: RigPort;
  readonly amplifier: CheckedAmplifier;
}

/** What is being recorded, for the state bar. */
export interface RunProgress {
  readonly sessionKey: string;
  readonly recordingId: number;
  readonly protocolId: string;
  totalSamples: number;
  readonly sampleRateHz: number;
  takenSamples: number;
}

/** State of the rig. `run` is null before the first recording of a run and in a membrane test. */
export type RigPhase =
  | { readonly state: 'disconnected' }
  | { readonly state: 'connecting'; readonly port: RigPort }
  | { readonly state: 'idle'; readonly link: LiveLink }
  | { readonly state: 'armed'; readonly link: LiveLink; readonly run: RunProgress | null }
  | { readonly state: 'recording'; readonly link: LiveLink; readonly run: RunProgress }
  | { readonly state: 'stopping'; readonly link: LiveLink; readonly run: RunProgress | null }
  | { readonly state: 'fault'; readonly reason: string; readonly port: RigPort; readonly link: LiveLink | null };

export function linkOf(phase: RigPhase): LiveLink | null {
  return 'link' in phase ? phase.link : null;
}
