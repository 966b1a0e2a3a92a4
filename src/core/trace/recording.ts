import type { Protocol } from '../protocol/protocol.ts';
import type { BeatAnalysis } from '../beat/beats.ts';
import type { CellKind } from './cell-kind.ts';

/** What the rig knew when a recording was made; absent means unknown, never zero. */
export interface RecordingConditions {
  /** Bath temperature, degC. */
  readonly temperatureC?: number;
  /** Membrane capacitance by membrane test, pF. */
  readonly membraneCapacitancePf?: number;
  /** Series (access) resistance by membrane test, MOhm. */
  readonly seriesResistanceMohm?: number;
  /** The same two by the capacitive transients of the recording's own steps; see core/quality/step-membrane. */
  readonly bySteps?: { readonly seriesResistanceMohm: number; readonly membraneCapacitancePf: number };
  /** Membrane resistance by membrane test, MOhm. */
  readonly membraneResistanceMohm?: number;
  /** Series resistance compensation that the amplifier realised, %. */
  readonly compensationPercent?: number;
  readonly predictionPercent?: number;
  /** Cutoff of the amplifier's low-pass filter, Hz. */
  readonly filterHz?: number;
  /** Liquid junction potential already corrected, mV. */
  readonly junctionPotentialMv?: number;
  /** Concentrations outside the cell, mM. */
  readonly bathPotassiumMm?: number;
  readonly bathCalciumMm?: number;
  readonly bathSodiumMm?: number;
  /**
   * The clamp was released right after the protocol and the beat recorded: sodium and potassium are still shifted by the protocol.
   */
  readonly freeAfterProtocol?: boolean;
  /** Spontaneous activity of the cell in the same session. */
  readonly freeBeat?: BeatAnalysis;
}

/** One voltage-clamp run: command and membrane current on one sample clock. */
export interface VoltageClampRecording {
  readonly sampleRateHz: number;
  /** Command voltage, mV, one value a sample. */
  readonly commandMv: Float32Array;
  /** Current density, pA/pF, one value a sample; NaN where a sample was lost. */
  readonly currentPaPf: Float32Array;
  /** Samples of pauses between sweeps, in which nothing was recorded on purpose: NaN as lost ones are, and not lost. */
  readonly pausedSamples?: number;
  /** The protocol as the device played it. */
  readonly protocol: Protocol;
  readonly conditions: RecordingConditions;
  /** Whether it came from a simulated cell; absent where unknown. */
  readonly simulated?: boolean;
  /** What its cell is to be taken for whatever the mark says; absent: see cellKindOf. */
  readonly cell?: CellKind;
  /** Stretches that an operator left out, both ends included, ms since the start. */
  readonly excludedMs?: readonly (readonly [fromMs: number, toMs: number])[];
}

/** A cell's own potential, recorded without clamp, as the twin is held against it. */
export interface FreeRecording {
  readonly name: string;
  readonly crc32: number;
  readonly sampleRateHz: number;
  /** mV as recorded, NaN where a sample was lost. */
  readonly voltageMv: Float32Array;
}

/** Membrane potential without clamp: spontaneous (or paced) beating. */
export interface VoltageTrace {
  readonly sampleRateHz: number;
  /** Membrane potential, mV. */
  readonly voltageMv: Float32Array;
}
