import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { madeUpEnsemble, madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { createRandom } from '../../src/core/random/random.ts';

const MEMBERS = 24;

/** The file of a twin of the published cell, with an ensemble of cells within 5 % of it; without alarms. */
export function simulatedTwin(): string {
  const random = createRandom(3);
  const parameters = DEFAULT_CELL.varied.map(({ id, current, unit, value }) => ({
    id,
    current,
    unit,
    baseline: value,
    value,
    multiplier: 1,
    mean: 1,
    sd: 0.03,
    interval90: [0.95, 1.05] as const,
    informedBy: 'data' as const,
  }));
  const members = Array.from({ length: MEMBERS }, () => ({
    multipliers: parameters.map(() => 0.95 + 0.1 * random.uniform()),
    scales: {},
  }));
  const ensemble = { ...madeUpEnsemble(parameters.length), members };
  return JSON.stringify(
    madeUpTwin({
      cellName: 'Simulated cell',
      simulated: true,
      parameters,
      ensemble,
      nuisance: [],
      alarms: [],
      clamp: { mode: 'ideal', filterHz: null },
    }),
  );
}
