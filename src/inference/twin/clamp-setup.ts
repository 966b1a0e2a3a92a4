import type { ClampSetup } from '../../core/inference/clamp-fit.ts';
import { priorOf } from '../../core/inference/prior-of.ts';
import type { Discrepancy } from '../../core/observation/noise.ts';
import { cellKindOf, type CellKind } from '../../core/trace/cell-kind.ts';
import { bathOf } from '../../core/twin/twin-bath.ts';
import { temperatureOf } from '../../core/twin/twin-temperature.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { statedAccess } from './stated-access.ts';

export type ClampMode = 'ideal' | 'rig';

/** How a recording is assumed to be made, and the allowed error of the model. */
export interface Setting {
  readonly cell: CellKind;
  readonly clamp: ClampSetup;
  /** Time after each jump of the command that is left out, ms. */
  readonly blankMs: number;
  readonly discrepancy: Discrepancy;
}

/** What the recording's cell and its clamp make of priors and discrepancy. The method has no say in it (ADR 40). */
export function settingOf(recording: VoltageClampRecording, mode: ClampMode): Setting {
  const { conditions } = recording;
  const cell = cellKindOf(recording);
  const { multipliers, freeScales, discrepancy, blankMs, fitPrediction } = priorOf(cell);
  return {
    cell,
    clamp: {
      protocol: recording.protocol,
      sampleRateHz: recording.sampleRateHz,
      mode,
      filterHz: mode === 'ideal' ? null : (conditions.filterHz ?? null),
      prior: multipliers,
      freeScales,
      expectedRsCmMs: statedAccess(conditions)?.expectedMs ?? null,
      fitPrediction: fitPrediction && (conditions.predictionPercent ?? 1) > 0,
      temperatureC: temperatureOf(conditions).temperatureC,
      ...bathOf(conditions),
    },
    blankMs: mode === 'ideal' ? 0 : blankMs,
    discrepancy,
  };
}
