import type { ClampSetup } from '../../core/inference/clamp-fit.ts';
import { LIVING_PRIOR, POPULATION_PRIOR } from '../../core/inference/multiplier-prior.ts';
import { LIVING_DISCREPANCY, SOLVER_DISCREPANCY, type Discrepancy } from '../../core/observation/noise.ts';
import { temperatureOf } from '../../core/twin/twin-temperature.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';

export type ClampMode = 'ideal' | 'rig';

/** Currents that the 52 parameters leave alone and that living cells have in other sizes. */
const LIVING_SCALES = ['scale.Ito', 'scale.ICaT', 'scale.INaCa', 'scale.INaK', 'scale.IbNa', 'scale.IbCa'];
/** Transients of a living cell's amplifier that the model does not hold end within this time after a jump, ms. */
const LIVING_BLANK_MS = 0.5;
/** The first sample after a jump hangs on how sampling and filter meet, to a hundredth of a millisecond, ms. */
const RIG_BLANK_MS = 0.15;

/** How a recording is taken to be made, and how far the model may be off it. */
export interface Setting {
  readonly clamp: ClampSetup;
  /** Time after each jump of the command that is left out, ms. */
  readonly blankMs: number;
  readonly discrepancy: Discrepancy;
}

/** @param living cells wider than the population, their fixed currents scaled, the amplifier's prediction inferred */
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
  // MOhm x pF = us. Without a word on compensation none is assumed; the prior is wide enough to learn otherwise.
  return Math.max(0.01, (seriesResistanceMohm * membraneCapacitancePf * (1 - (compensationPercent ?? 0) / 100)) / 1000);
}
