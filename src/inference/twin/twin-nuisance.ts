import { RIG_PARAMETERS } from '../../core/experiment/rig-parameters.ts';
import { rigIdParts } from '../../core/experiment/rig-id.ts';
import type { TwinNuisance } from '../../core/twin/twin.ts';
import type { Posterior } from './infer-posterior.ts';

const RIG = [...RIG_PARAMETERS].sort((a, b) => a.row - b.row).map(({ id, label, unit }) => [id, label, unit] as const);

/** Nuisance parameters and scales of fixed currents, with their posterior SDs; empty under an ideal clamp. */
export function nuisanceOf({ setup, model, theta, draws }: Posterior): TwinNuisance[] {
  if (setup.mode === 'ideal') return [];
  const scales = setup.freeScales.map((id) => [id, `Scale of ${id.slice('scale.'.length)}`, '1'] as const);
  const further = model.parameters.flatMap(({ id }) => {
    const { id: base, recording } = rigIdParts(id);
    const [, label, unit] = RIG.find(([of]) => of === base) ?? [];
    return recording === 1 || label === undefined || unit === undefined ? [] : [[id, `${label}, clamp ${recording}`, unit] as const];
  });
  return [...RIG, ...scales, ...further]
    .filter(([id]) => model.indexOf(id) >= 0)
    .map(([id, label, unit]) => ({
      id,
      label,
      unit,
      value: model.valueOf(theta, id),
      sd: spread(draws.map((draw) => model.valueOf(draw, id))),
    }));
}

function spread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
