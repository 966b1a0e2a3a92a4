import { valuesFromMultipliers } from '../cell/cell-values.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { drawRig, type Artefacts, type RecordedAs } from '../experiment/artefacts.ts';
import { NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import type { Random } from '../random/random.ts';
import { sampleLearned, type LearnedCells } from './learned-cells.ts';
import { FURTHEST_DRAW, LIVING_RIG, LIVING_SPREAD, WITHOUT_PREDICTION } from './living-draws.ts';

/** A cell of the wide population in a pipette. */
export interface LivingCell {
  /** One a varied parameter. */
  readonly multipliers: Float64Array;
  /** One a current that the varied parameters leave alone. */
  readonly scales: Float64Array;
  /** As an engine takes it, scales within, leak not. */
  readonly values: Float64Array;
  readonly artefacts: Artefacts;
  readonly history: CellHistory;
}

/**
 * Draws a cell of the wide population behind the rig of a living one.
 * @param temperatureC degC
 * @param learned population that recorded cells have taught, in place of the wide one
 */
export function sampleLivingCell(random: Random, model: CellModel, temperatureC: number, learned: LearnedCells | null = null): LivingCell {
  const logNormal = (sd: number): number => Math.exp(sd * Math.max(-FURTHEST_DRAW, Math.min(FURTHEST_DRAW, random.normal())));
  const of = (id: keyof typeof LIVING_RIG): number => drawRig(LIVING_RIG[id], random);
  const drawn = learned === null ? null : sampleLearned(learned, random);
  const multipliers =
    drawn?.slice(0, model.varied.length) ??
    Float64Array.from(model.varied, ({ role }) => logNormal(role === 'conductance' ? LIVING_SPREAD.conductance : LIVING_SPREAD.gate));
  const scales = drawn?.slice(model.varied.length) ?? Float64Array.from(model.scales, () => logNormal(LIVING_SPREAD.scale));
  const values = valuesFromMultipliers(multipliers, model);
  values[model.index('env.temperatureC')] = temperatureC;
  values.set(scales, model.varied.length);
  const prediction = of('prediction');
  return {
    multipliers,
    scales,
    values,
    artefacts: {
      rsCmMs: of('rsCmMs'),
      leakNsPf: of('leakNsPf'),
      residualCapacitance: of('residualCapacitance'),
      offsetMv: of('offsetMv'),
      estimateRatio: of('estimateRatio'),
      prediction: random.uniform() < WITHOUT_PREDICTION ? 0 : prediction,
    },
    history: { ...NO_HISTORY, sodiumMm: of('sodiumMm'), potassiumMm: of('potassiumMm'), storeMm: of('storeMm') },
  };
}

/** What becomes of a living cell's density on the way into its record. */
export function sampleLivingRecord(random: Random): RecordedAs {
  return { offsetPaPf: drawRig(LIVING_RIG.offsetPaPf, random), capacitanceRatio: drawRig(LIVING_RIG.capacitanceRatio, random) };
}
