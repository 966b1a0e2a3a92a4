/** A recording for an exporter: its conditions, and its samples piece by piece. */
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
  /** Only stored samples: between two pieces is a gap. Voltage in mV, current in pA. */
  pieces(): Iterable<{ readonly firstSample: number; readonly voltageMv: Float32Array; readonly currentPa: Float32Array }>;
}
