/** A recording as an exporter sees it: what is known of it, and its samples piece by piece. */
export interface ExportedRecording {
  readonly recordingId: number;
  readonly sampleRateHz: number;
  /** Samples from the first to the last, lost ones included. */
  readonly samples: number;
  readonly lost: number;
  readonly simulated: boolean;
  /** Membrane capacitance by membrane test, pF; undefined: not measured. */
  readonly capacitancePf?: number | undefined;
  /** Bath temperature as stated, degC. */
  readonly temperatureC?: number | undefined;
  /** Only where samples are: between two pieces lies a gap. Voltage in mV, current in pA. */
  pieces(): Iterable<{ readonly firstSample: number; readonly voltageMv: Float32Array; readonly currentPa: Float32Array }>;
}
