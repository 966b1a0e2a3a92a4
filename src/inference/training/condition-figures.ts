import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { contextOf } from '../../core/observation/features.ts';

/** Answers of a network to recordings of known cells, rows x F features and rows x P truths, means and SDs. */
export interface AnsweredRows {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly mean: Float32Array;
  readonly sd: Float32Array;
  readonly rows: number;
}

/** Fewest recordings of a condition for a figure. */
const FEWEST_ROWS = 100;

/**
 * R2 of the 52 multipliers (mean) and coverage of their 90 % intervals, separately for ideal clamp and rig, for low, medium and high noise,
 * and where temperatures differ by more than 6 degC for the lower, middle and upper third of them. R2 is 1 - mean squared error /
 * variance of the prior, so that conditions can be compared.
 * @param spread half width of the multipliers' uniform prior
 */
export function conditionFigures(answers: AnsweredRows, spread: number): Record<string, number> {
  const contexts = Array.from({ length: answers.rows }, (_, r) =>
    contextOf(answers.x.subarray((r * answers.x.length) / answers.rows, ((r + 1) * answers.x.length) / answers.rows)),
  );
  const temperatures = contexts.map(({ temperatureC }) => temperatureC);
  const [low, high] = temperatures.reduce(([a, b], t) => [Math.min(a, t), Math.max(b, t)], [Infinity, -Infinity]);
  const third = (k: number): number => Math.round(low + ((high - low) * k) / 3);
  const conditions: (readonly [name: string, holds: (context: (typeof contexts)[number]) => boolean])[] = [
    ['Ideal', ({ rig }) => !rig],
    ['Rig', ({ rig }) => rig],
    ['NoiseBelow0.1', ({ noise }) => noise < 0.1],
    ['Noise0.1To0.5', ({ noise }) => noise >= 0.1 && noise < 0.5],
    ['NoiseFrom0.5', ({ noise }) => noise >= 0.5],
    ...(high - low > 6
      ? ([0, 1, 2] as const).map(
          (k) =>
            [
              `At${third(k)}To${third(k + 1)}C`,
              ({ temperatureC }: (typeof contexts)[number]) =>
                temperatureC >= third(k) - 0.5 * Number(k === 0) && temperatureC < third(k + 1) + 0.5 * Number(k === 2),
            ] as const,
        )
      : []),
  ];
  return Object.fromEntries(
    conditions.flatMap(([name, holds]) => {
      const rows = contexts.flatMap((context, r) => (holds(context) ? [r] : []));
      if (rows.length < FEWEST_ROWS) return [];
      const { r2, coverage } = score(answers, rows, spread);
      return [
        [`testR2${name}`, r2],
        [`testCoverage90${name}`, coverage],
      ];
    }),
  );
}

function score({ y, mean, sd, rows }: AnsweredRows, taken: readonly number[], spread: number): { r2: number; coverage: number } {
  const outputs = y.length / rows;
  let square = 0;
  let within = 0;
  for (const r of taken) {
    for (let i = r * outputs; i < r * outputs + DEFAULT_CELL.varied.length; i++) {
      const error = (y[i] as number) - (mean[i] as number);
      square += error * error;
      if (Math.abs(error) <= 1.6448536 * (sd[i] as number)) within++;
    }
  }
  const count = taken.length * DEFAULT_CELL.varied.length;
  return { r2: 1 - square / count / (spread ** 2 / 3), coverage: within / count };
}
