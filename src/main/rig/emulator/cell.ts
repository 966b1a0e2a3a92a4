import type { DrugChannel } from '../../../core/drug/drug-schema.ts';

/** A patched cell behind its pipette, as the simulated amplifier sees it. Times in ms, resistances in MOhm, currents in pA. */
export interface EmulatedCell {
  /** True series (access) resistance, MOhm, before any compensation. */
  readonly seriesResistanceMohm: number;
  /** True membrane capacitance, pF. */
  readonly membraneCapacitancePf: number;
  /** Longest step between two readings of its current, us; 25 where absent. A cell that is cheap to simulate takes shorter ones. */
  readonly longestStepUs?: number;
  /** Remaining series resistance in the clamp, MOhm: the true one less what the amplifier compensates. */
  setEffectiveSeriesResistance(megaohm: number): void;
  /** Blocks shares of its channels from here on; a cell without channels has none. */
  block?(blocked: readonly { readonly channel: DrugChannel; readonly fraction: number }[]): void;
  /** Clamps the pipette at commandMv for dtMs; returns membrane voltage and pipette current (outward positive) at the end. */
  clamp(commandMv: number, dtMs: number): { membraneMv: number; currentPa: number };
  /** A short pulse of the pipette far beyond what a membrane withstands; absent: nothing happens to it. */
  zap?(levelMv: number, durationMs: number): void;
  /** The pipette exchanges ions with the cell for dtMs; absent: it has none to exchange. */
  exchange?(dtMs: number): void;
  /** Runs the free membrane for dtMs with a current injected (depolarising positive); returns the membrane voltage at the end. */
  free(dtMs: number, injectedPa?: number): { membraneMv: number };
}
