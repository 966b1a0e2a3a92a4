import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { recordedPotential, sweepCells } from '../src/core/drug/sweep-cells.ts';
import { STIMULUS } from '../src/core/drug/lane-record.ts';
import { inCondition, sweepCondition, type SweepCondition } from '../src/core/drug/sweep-condition.ts';
import type { SweepFeature, SweptCell } from '../src/core/drug/swept-cell.ts';
import { isArrest } from '../src/core/drug/washed-cell.ts';
import { sampleMultipliers } from '../src/core/population/sample-cells.ts';
import { createRandom } from '../src/core/random/random.ts';
import { FREE_LIMITS, LONG_STEPS, PopulationKernel, type FreeLimits } from '../src/core/simulate/kernel.ts';
import { simulateFree } from '../src/core/simulate/reference-free.ts';
import { kernelPath } from '../src/inference/jobs.ts';
import { median, percentile, round } from './measure.ts';

/** Of the population; TWINCLAMP_BENCH_CELLS names another number. */
const POPULATION = 200;
/** The first of them, by the scalar engine in float64. */
const SCALAR_CELLS = 100;
/** In float32 more steps a period would shift the stimuli: of free cells only. */
const FINE: FreeLimits = { dtMin: 0.01, dtMax: 0.2, dvMax: 0.3 };
const CONDITIONS = {
  free: sweepCondition({ settleS: 20, seconds: 10 }),
  paced: sweepCondition({ paceMs: 1000, ik1: 1 }),
} as const;

/**
 * Long steps of a sweep on cells of the population, free running and paced, against steps of at most 1 ms, which population and twins have,
 * and both against the scalar engine and against fine steps.
 */
export async function benchSweepError(): Promise<object> {
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(join(import.meta.dirname, '..', 'resources'))));
  const count = Number(process.env['TWINCLAMP_BENCH_CELLS'] ?? POPULATION);
  const random = createRandom(7);
  const drawn = Array.from({ length: count }, (_, i) => valuesFromMultipliers(sampleMultipliers(random, i)));
  return Object.fromEntries(
    Object.entries(CONDITIONS).map(([name, condition]) => {
      const cells = drawn.map((values) => inCondition(values, condition, DEFAULT_CELL));
      const swept = (limits: FreeLimits): SweptCell[] => sweepCells(kernel, cells, condition, [], limits);
      const [long, plain] = [swept(LONG_STEPS), swept(FREE_LIMITS)];
      const fine = condition.paceMs === null ? swept(FINE) : null;
      const scalar = cells.slice(0, SCALAR_CELLS).map((values) => byScalarEngine(values, condition));
      return [
        name,
        {
          cells: count,
          longAgainstPlain: differences(long, plain),
          longAgainstScalar: differences(long, scalar),
          plainAgainstScalar: differences(plain, scalar),
          ...(fine === null ? {} : { longAgainstFine: differences(long, fine), plainAgainstFine: differences(plain, fine) }),
        },
      ];
    }),
  );
}

function byScalarEngine(values: Float64Array, condition: SweepCondition): SweptCell {
  const { settleS, seconds, paceMs } = condition;
  const pacing = paceMs === null ? {} : { pacing: { periodMs: paceMs, ...STIMULUS } };
  const { voltageMv } = simulateFree(values, {
    settleS,
    seconds,
    outputDtMs: 0.5,
    limits: { dtMin: 0.005, dtMax: 0.1, dvMax: 0.3 },
    ...pacing,
  });
  return recordedPotential(Float64Array.from(voltageMv), condition);
}

/** Of the cells that both say the same outcome of. */
function differences(some: readonly SweptCell[], others: readonly SweptCell[]): object {
  const pairs = others.map((other, i) => [some[i] as SweptCell, other] as const);
  const same = pairs.filter(([a, b]) => a.outcome === b.outcome);
  const [resting, moving] = [true, false].map((rest) =>
    same.filter(([{ outcome }]) => (isArrest(outcome) && outcome !== 'oscillating') === rest),
  ) as [typeof same, typeof same];
  const of = (group: typeof same, feature: SweepFeature, percent: boolean): object =>
    spread(
      group.flatMap(([a, b]) => {
        const [x, y] = [a.features[feature], b.features[feature]];
        return x === null || y === null || y === 0 ? [] : [percent ? 100 * Math.abs(x / y - 1) : Math.abs(x - y)];
      }),
    );
  const charges = moving.flatMap(([{ chargesPcPf: a }, { chargesPcPf: b }]) => {
    if (a === null || b === null) return [];
    const largest = Math.max(...Object.values(b).map(Math.abs));
    return [Math.max(...Object.entries(b).map(([name, charge]) => (100 * Math.abs((a[name] ?? NaN) - charge)) / largest))];
  });
  return {
    outcomesDiffer: pairs.length - same.length,
    restingPotentialMv: of(resting, 'mdpMv', false),
    cyclePercent: of(moving, 'cycleLengthMs', true),
    apd90Percent: of(moving, 'apd90Ms', true),
    mdpMv: of(moving, 'mdpMv', false),
    calciumPercent: of(moving, 'calciumAmplitudeNm', true),
    chargePercentOfLargest: spread(charges),
  };
}

function spread(values: readonly number[]): object {
  if (values.length === 0) return { cells: 0 };
  return {
    cells: values.length,
    median: round(median(values)),
    p95: round(percentile(values, 0.95)),
    p99: round(percentile(values, 0.99)),
    max: round(Math.max(...values)),
  };
}
