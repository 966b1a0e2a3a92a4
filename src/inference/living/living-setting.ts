import { CORRECTED_OFFSET, PIPETTE_PRIORS } from '../../core/experiment/pipette-priors.ts';
import { BEATING_PRIOR } from '../../core/inference/multiplier-prior.ts';
import type { CellModel } from '../../core/cell/cell-model.ts';
import type { ClampSetup } from '../../core/inference/clamp-fit.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';
import { bathOf } from '../../core/twin/twin-bath.ts';
import { temperatureOf } from '../../core/twin/twin-temperature.ts';
import type { Setting } from '../twin/clamp-setup.ts';
import { statedAccess } from '../twin/stated-access.ts';

/** How far the model may be off a living cell's current; edges are left out, so that no error in time is needed. */
const DISCREPANCY = { floorPaPf: 0.3, share: 0.03, timingMs: 0 };
/** After each jump of the command so many samples are left out, and this time at least, ms. */
const BLANK_SAMPLES = 6;
const LEAST_BLANK_MS = 0.5;
/** Of a compensated electrode where nobody says, ms. */
const USUAL_RS_CM_MS = 0.3;
/** Smaller ones are rounding of a junction potential of 0, mV. */
const LEAST_JUNCTION_MV = 0.5;

/** Whether the command was corrected by a junction potential; an amplifier that corrects nothing states 0. */
function isCorrected({ junctionPotentialMv }: RecordingConditions): boolean {
  return Math.abs(junctionPotentialMv ?? 0) >= LEAST_JUNCTION_MV;
}

/** What the conditions of the recording itself state of the rig: other cells teach nothing of it. */
export function statedHere({ rigPriors }: ClampSetup): ReadonlySet<string> {
  return new Set(rigPriors?.offsetMv === CORRECTED_OFFSET ? ['offsetMv'] : []);
}

/** How a living cell's recording is taken to be made, where its potential is fitted along or other cells have taught the prior. */
export function livingSetting(recording: VoltageClampRecording, model: CellModel): Setting {
  const { protocol, sampleRateHz, conditions } = recording;
  return {
    clamp: {
      protocol,
      sampleRateHz,
      mode: 'rig',
      filterHz: conditions.filterHz ?? null,
      prior: BEATING_PRIOR,
      freeScales: model.scales.map(({ id }) => id),
      expectedRsCmMs: statedAccess(conditions)?.expectedMs ?? USUAL_RS_CM_MS,
      fitPrediction: false,
      temperatureC: temperatureOf(conditions).temperatureC,
      ...bathOf(conditions),
      rigPriors: isCorrected(conditions) ? { ...PIPETTE_PRIORS, offsetMv: CORRECTED_OFFSET } : PIPETTE_PRIORS,
    },
    cell: 'living',
    blankMs: Math.max(LEAST_BLANK_MS, (1000 * BLANK_SAMPLES) / sampleRateHz),
    discrepancy: DISCREPANCY,
  };
}
