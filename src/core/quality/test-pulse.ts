/** Averaged response to a square pulse, with the noise, which only single sweeps show. */
export interface TestPulse {
  readonly sampleRateHz: number;
  /** Current, pA. Starts at the holding potential, ends with the pulse still on. */
  readonly currentPa: Float32Array | Float64Array;
  /** Sample at whose time the pulse begins. */
  readonly pulseStart: number;
  /** Pulse amplitude relative to holding, mV; either sign. */
  readonly pulseMv: number;
  /** The mean period of a train: the pulse before ended at sample 0. Otherwise the cell was at rest. */
  readonly train?: boolean;
  /** SD of one unaveraged sweep at holding, pA; the residual where absent. */
  readonly noisePa?: number;
  /** -3 dB corner of the output filter, Hz; absent where the current was not filtered. */
  readonly filterHz?: number;
}
