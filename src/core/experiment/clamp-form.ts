import type { Protocol } from '../protocol/protocol.ts';

/** How a recording is made, independent of the cell. */
export interface ClampForm {
  readonly protocol: Protocol;
  readonly sampleRateHz: number;
  /** 'ideal': a simulated perfect clamp. 'rig': through electrode and amplifier. */
  readonly mode: 'ideal' | 'rig';
  /** Low-pass filter of the amplifier, Hz; null for none. */
  readonly filterHz: number | null;
}
