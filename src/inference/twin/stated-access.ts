import { FASTEST_TAU_MS } from '../../core/quality/membrane-test.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import type { TwinAccess } from '../../core/twin/twin.ts';

/** No pipette through which a cell can be clamped has more, MOhm. */
const MOST_MOHM = 100;
/** What is left with a compensation of all or more, ms: a prior needs a median. */
const LEAST_LEFT_MS = 0.01;

type Measured = NonNullable<RecordingConditions['bySteps']>;

/**
 * Access resistance and capacitance that were measured with a recording, and what of them the fit begins with: by the recording's own
 * steps where those were readable, otherwise by the membrane test before it or as its file states. The amplifier corrects a share of
 * what it was set to, Rs*, by the membrane test: Rs of the steps leaves Rs - share Rs*.
 * null: nothing was measured, or an ideal clamp was stated (0 MOhm).
 */
export function statedAccess(conditions: RecordingConditions): TwinAccess | null {
  const { seriesResistanceMohm, membraneCapacitancePf, compensationPercent, bySteps } = conditions;
  if (!seriesResistanceMohm || !membraneCapacitancePf) return null;
  // Without a stated compensation none is assumed; the prior is wide enough for it.
  const share = (compensationPercent ?? 0) / 100;
  const of = (from: TwinAccess['from'], measured: Measured, leftMs: number): TwinAccess => ({
    from,
    ...measured,
    compensationPercent: compensationPercent ?? null,
    expectedMs: isPlausible(measured) ? Math.max(LEAST_LEFT_MS, leftMs) : null,
  });
  if (bySteps !== undefined && isPlausible(bySteps)) {
    const { seriesResistanceMohm: rs, membraneCapacitancePf: cm } = bySteps;
    return of('steps', bySteps, ((rs - share * seriesResistanceMohm) * cm) / 1000);
  }
  const stated = { seriesResistanceMohm, membraneCapacitancePf };
  return of('stated', stated, (seriesResistanceMohm * membraneCapacitancePf * (1 - share)) / 1000);
}

/** Whether a patched cell can have it: MOhm x pF = us. */
function isPlausible({ seriesResistanceMohm, membraneCapacitancePf }: Measured): boolean {
  return seriesResistanceMohm <= MOST_MOHM && (seriesResistanceMohm * membraneCapacitancePf) / 1000 >= FASTEST_TAU_MS;
}

/** Why what was measured was not used, as a sentence; null: it was, or nothing was measured. */
export function accessNote(access: TwinAccess | null): string | null {
  if (access === null || access.expectedMs !== null) return null;
  const { seriesResistanceMohm: rs, membraneCapacitancePf: cm } = access;
  return (
    `The stated access resistance of ${shown(rs)} MΩ with ${shown(cm)} pF was not used: expected at most ${MOST_MOHM} MΩ and a time ` +
    `constant of ${FASTEST_TAU_MS} ms or more, got ${shown((rs * cm) / 1000)} ms. A usual electrode was assumed; correct the value ` +
    `on the Review desk, or test the membrane before the next recording.`
  );
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));
