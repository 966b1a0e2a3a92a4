import type { ClampSetup } from '../../core/inference/clamp-fit.ts';
import { LIVING_PRIOR, POPULATION_PRIOR } from '../../core/inference/multiplier-prior.ts';
import { LIVING_DISCREPANCY, SOLVER_DISCREPANCY, type Discrepancy } from '../../core/observation/noise.ts';
import { temperatureOf } from '../../core/twin/twin-temperature.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';

export type ClampMode = 'ideal' | 'rig';

/** Currents that none of the 52 parameters scales and that differ in size in living cells. */
const LIVING_SCALES = ['scale.Ito', 'scale.ICaT', 'scale.INaCa', 'scale.INaK', 'scale.IbNa', 'scale.IbCa'];
/** Transients of a real amplifier that are not in the model end within this time after a jump, ms. */
const LIVING_BLANK_MS = 0.5;
/** The first sample after a jump depends on the timing of sampling and filter to a hundredth of a millisecond, ms. */
const RIG_BLANK_MS = 0.15;

/** How a recording is assumed to be made, and the allowed error of the model. */
export interface Setting {
  readonly clamp: ClampSetup;
  /** Time after each jump of the command that is left out, ms. */
  readonly blankMs: number;
  readonly discrepancy: Discrepancy;
}

/** @param for living cells: a prior wider than the population, scales of fixed currents, and the amplifier's prediction are inferred */
export function settingOf(recording: VoltageClampRecording, mode: ClampMode, living: boolean): Setting {
  const { conditions } = recording;
  return {
    clamp: {
      protocol: recording.protocol,
      sampleRateHz: recording.sampleRateHz,
      mode,
      filterHz: mode === 'ideal' ? null : (conditions.filterHz ?? null),
      prior: living ? LIVING_PRIOR : POPULATION_PRIOR,
      freeScales: living ? LIVING_SCALES : [],
      expectedRsCmMs: expectedRsCm(conditions),
      fitPrediction: living && (conditions.predictionPercent ?? 1) > 0,
      temperatureC: temperatureOf(conditions).temperatureC,
    },
    blankMs: mode === 'ideal' ? 0 : living ? LIVING_BLANK_MS : RIG_BLANK_MS,
    discrepancy: living ? LIVING_DISCREPANCY : SOLVER_DISCREPANCY,
  };
}

export function expectedRsCm({ seriesResistanceMohm, membraneCapacitancePf, compensationPercent }: RecordingConditions): number | null {
  if (!seriesResistanceMohm || !membraneCapacitancePf) return null;
  // MOhm x pF = us. Without a stated compensation none is assumed; the prior is wide enough for it.
  return Math.max(0.01, (seriesResistanceMohm * membraneCapacitancePf * (1 - (compensationPercent ?? 0) / 100)) / 1000);
}
