import { analyseMembraneTest, type MembraneTestResult } from './membrane-test.ts';
import type { TestPulse } from './test-pulse.ts';

/** What a train of test pulses shows, whatever is at the tip of the pipette. */
export interface PulseReading {
  /** Pulse over the steady current that it draws, MOhm: of the pipette in the bath, of the seal on a cell, Rs + Rm in whole cell. */
  readonly resistanceMohm: number;
  /** The current is not above its noise: the resistance is at least this. */
  readonly isAtLeast: boolean;
  readonly holdingCurrentPa: number;
  readonly noisePa: number;
  /** Rs, Cm, Rm where the transient is that of a cell; null otherwise. */
  readonly membrane: MembraneTestResult | null;
  /** Why there is no membrane test, null where there is one. */
  readonly noMembrane: string | null;
}

/** Share of holding and pulse, at their ends, that is nearly steady. */
const STEADY_SHARE = 0.3;
/** Standard errors that a steady current must differ from zero. */
const CLEAR_ERRORS = 2;
/** Less is what is left of the pipette's own capacitance, pF. */
const LEAST_CELL_PF = 2;

/** More than a pipette has, and less than a cell that is worth a recording, pF. */
const OPEN_CELL_PF = 10;

/** The cell that the pipette is open to; null: none is seen, and the resistance is that of pipette or seal. */
export function openCellOf<M extends Pick<MembraneTestResult, 'membraneCapacitancePf'>>(
  reading: { readonly membrane: M | null } | null,
): M | null {
  const membrane = reading?.membrane ?? null;
  return membrane !== null && membrane.membraneCapacitancePf >= OPEN_CELL_PF ? membrane : null;
}

/** A current that stays at the end of the range for this share of a sweep shows nothing but that it is larger; transients are shorter. */
const BEYOND_SHARE = 0.2;
const END_OF_RANGE = 0.995;

/** Whether the mean of sweeps is cut off by the range of the amplifier: it has no resistance to read. */
export function isBeyondRange(currentPa: Float32Array | Float64Array, rangePa: number): boolean {
  let beyond = 0;
  for (const current of currentPa) if (Math.abs(current) >= END_OF_RANGE * rangePa) beyond++;
  return beyond > BEYOND_SHARE * currentPa.length;
}

/**
 * Reads the mean of a train of test pulses.
 * @param sweeps pulses that the mean is of
 */
export function readPulse(pulse: TestPulse & { readonly noisePa: number }, sweeps: number): PulseReading {
  const { currentPa, pulseStart, pulseMv, noisePa } = pulse;
  const [holdingSamples, pulseSamples] = [pulseStart, currentPa.length - pulseStart].map((n) => Math.max(1, Math.floor(n * STEADY_SHARE)));
  const holdingCurrentPa = mean(currentPa, pulseStart - holdingSamples!, pulseStart);
  const stepPa = mean(currentPa, currentPa.length - pulseSamples!, currentPa.length) - holdingCurrentPa;
  const errorPa = noisePa * Math.sqrt(1 / (sweeps * holdingSamples!) + 1 / (sweeps * pulseSamples!));
  const clearPa = CLEAR_ERRORS * errorPa;
  const along = stepPa * Math.sign(pulseMv);
  const isAtLeast = along < clearPa;
  const resistanceMohm = (1000 * Math.abs(pulseMv)) / Math.max(along, clearPa, Number.MIN_VALUE);
  return { resistanceMohm, isAtLeast, holdingCurrentPa, noisePa, ...membraneOf(pulse) };
}

function membraneOf(pulse: TestPulse): Pick<PulseReading, 'membrane' | 'noMembrane'> {
  try {
    const membrane = analyseMembraneTest(pulse);
    if (membrane.membraneCapacitancePf >= LEAST_CELL_PF) return { membrane, noMembrane: null };
    const found = membrane.membraneCapacitancePf.toFixed(1);
    return {
      membrane: null,
      noMembrane: `Expected a cell of ${LEAST_CELL_PF} pF or more, got ${found} pF. Break in, or wait for the seal.`,
    };
  } catch (error) {
    return { membrane: null, noMembrane: error instanceof Error ? error.message : String(error) };
  }
}

function mean(values: Float32Array | Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}
