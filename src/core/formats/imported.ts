/** One recorded signal of a recording, in the unit its file gives. */
export interface ImportedChannel {
  readonly name: string;
  /** As the file writes it, for instance pA, mV, deg C; empty where it has none. A micro sign is written u. */
  readonly unit: string;
}

/** One stretch of samples without a gap; sweeps of one recording may differ in length. */
export interface ImportedSweep {
  /** Since the start of the recording, s. */
  readonly startS: number;
  /** One array a channel, all of one length. */
  readonly data: readonly Float32Array[];
}

/** Where the command was found in the file. */
export type CommandSource = 'epochs' | 'epochs and user list' | 'stimulus table' | 'stimulus series' | 'stimulus file' | 'holding';

/** The command of an output, rebuilt from the file. */
export interface ImportedCommand {
  readonly name: string;
  readonly unit: string;
  readonly source: CommandSource;
  /** One value a sample of the sweep, in `unit`; NaN where the file does not say. Made when asked for. */
  sweep(index: number): Float32Array;
}

export interface ImportedTag {
  /** Since the start of the recording, s. */
  readonly timeS: number;
  readonly text: string;
}

/** What the amplifier reported of the cell and of itself; absent means unknown. */
export interface ImportedConditions {
  /** pF */
  readonly membraneCapacitancePf?: number;
  /** MOhm */
  readonly seriesResistanceMohm?: number;
  /** Series resistance compensation, %. */
  readonly compensationPercent?: number;
  /** Series resistance prediction, %. */
  readonly predictionPercent?: number;
  /** Hz */
  readonly filterHz?: number;
  /** degC */
  readonly temperatureC?: number;
  /** Liquid junction potential that the program corrected for, mV. */
  readonly junctionPotentialMv?: number;
  /** MOhm */
  readonly membraneResistanceMohm?: number;
  /** Concentrations outside the cell, mM. */
  readonly bathPotassiumMm?: number;
  readonly bathCalciumMm?: number;
  readonly bathSodiumMm?: number;
  readonly clampMode?: 'voltage clamp' | 'current clamp' | 'no current';
}

/** Sweeps of the same channels at one rate, as one protocol made them. */
export interface ImportedRecording {
  /** Protocol or series, as the operator named it; null where the file has no name. */
  readonly name: string | null;
  /** Null where the file has no clock and the operator must enter it. */
  readonly sampleRateHz: number | null;
  /** ISO 8601; with a zone only where the file holds one; null where unknown or impossible. */
  readonly startedAt: string | null;
  readonly channels: readonly ImportedChannel[];
  readonly sweeps: readonly ImportedSweep[];
  readonly commands: readonly ImportedCommand[];
  readonly tags: readonly ImportedTag[];
  readonly comment: string | null;
  readonly conditions: ImportedConditions;
  /** Whether the cell was simulated, where the file says so. */
  readonly simulated?: boolean;
}

/** What a file of any format holds. */
export interface ImportedFile {
  /** The format's name, for instance ABF2. */
  readonly format: string;
  readonly version: string | null;
  readonly recordings: readonly ImportedRecording[];
  /** Sentences for the operator: what could not be used and why, what was assumed, what looks implausible. */
  readonly notes: readonly string[];
}
