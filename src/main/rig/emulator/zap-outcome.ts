import type { ZapPulse } from '../../../core/amplifier/zap.ts';
import type { Random } from '../../../core/random/random.ts';

/** A patch withstands less for as long as a zap lasts, mV: planar membranes and patches break down from 200 to 300 mV on. */
const WITHSTANDS_MV = 250;
/** Level times duration, V ms, that breaks 63 % of patches: 800 mV for 0.5 ms breaks four of five. Chosen, not measured. */
const BREAKS_V_MS = 0.25;
/** And that kills 63 % of seals; below it the chance falls with the square. Chosen, not measured. */
const KILLS_V_MS = 4;

export type ZapOutcome = 'nothing' | 'break-in' | 'seal-lost';

/** Chances of a zap on a sealed patch, 0 to 1; both rise with level times duration. */
export function zapChances({ levelMv, durationMs }: ZapPulse): { readonly breakIn: number; readonly sealLost: number } {
  if (Math.abs(levelMv) < WITHSTANDS_MV) return { breakIn: 0, sealLost: 0 };
  const doseVMs = (Math.abs(levelMv) / 1000) * durationMs;
  return { breakIn: 1 - Math.exp(-doseVMs / BREAKS_V_MS), sealLost: 1 - Math.exp(-((doseVMs / KILLS_V_MS) ** 2)) };
}

/** What a zap did to the patch of a simulated pipette. */
export function zapOutcome(pulse: ZapPulse, random: Random): ZapOutcome {
  const { breakIn, sealLost } = zapChances(pulse);
  // Both are drawn each time: what a seed does depends on the number of zaps alone.
  const [broken, lost] = [random.uniform() < breakIn, random.uniform() < sealLost];
  if (lost) return 'seal-lost';
  return broken ? 'break-in' : 'nothing';
}
