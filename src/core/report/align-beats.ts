import { findUpstrokes } from '../beat/upstrokes.ts';
import type { TwinBeat } from '../twin/twin.ts';

/** Least upstroke that is taken as a beat to align at, mV. */
const AMPLITUDE_MV = 40;

/** Time of the first upstroke with room before it, ms; the room itself for a cell that does not beat, so that its trace fills the plot. */
export function alignmentMs({ voltageMv, dtMs }: TwinBeat, roomMs: number): number {
  const upstrokes = findUpstrokes(Float64Array.from(voltageMv), AMPLITUDE_MV).map((crossing) => crossing * dtMs);
  return upstrokes.find((timeMs) => timeMs >= roomMs) ?? upstrokes[0] ?? roomMs;
}
