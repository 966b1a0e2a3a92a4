import type { TwinNuisance } from '../../core/twin/twin.ts';
import type { Posterior } from './infer-posterior.ts';

const RIG: readonly (readonly [id: string, label: string, unit: string])[] = [
  ['rsCmMs', 'Effective series resistance x capacitance', 'ms'],
  ['leakNsPf', 'Seal leak', 'nS/pF'],
  ['offsetPaPf', 'Current offset', 'pA/pF'],
  ['offsetMv', 'Voltage offset', 'mV'],
  ['estimateRatio', 'Amplifier time constant over the true one', '1'],
  ['residualCapacitance', 'Capacitive transient left', '1'],
  ['capacitanceRatio', 'Membrane capacitance over the one told', '1'],
  ['prediction', 'Prediction by the amplifier', '1'],
  ['sodiumMm', 'Intracellular sodium before the hold, over the published', 'mM'],
  ['potassiumMm', 'Intracellular potassium before the hold, over the published', 'mM'],
  ['storeMm', 'Calcium in the store before the hold, over the published', 'mM'],
];

/** What electrode and amplifier did, and the scales of fixed currents, with the SDs of their posterior; empty under an ideal clamp. */
export function nuisanceOf({ setup, model, theta, draws }: Posterior): TwinNuisance[] {
  if (setup.mode === 'ideal') return [];
  const scales = setup.freeScales.map((id) => [id, `Scale of ${id.slice('scale.'.length)}`, '1'] as const);
  return [...RIG, ...scales]
    .filter(([id]) => model.indexOf(id) >= 0)
    .map(([id, label, unit]) => ({ id, label, unit, value: model.valueOf(theta, id), sd: spread(draws.map((draw) => model.valueOf(draw, id))) }));
}

function spread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
