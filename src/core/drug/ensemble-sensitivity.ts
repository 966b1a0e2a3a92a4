import { parameterLabel } from '../cell/parameter-label.ts';
import { cellModel } from '../cell/models.ts';
import type { ExperimentCell, SweepLevel } from './experiment-schema.ts';

/** How a drug's change of APD90 goes with a parameter over the members of an ensemble or population. */
export interface EnsembleEffect {
  readonly name: string;
  /** Spearman's rank correlation, -1 to 1. */
  readonly correlation: number;
  readonly cells: number;
}

/** Fewer cells have no correlation worth a bar. */
const LEAST_CELLS = 8;

/** Rank correlations of every parameter with the change of APD90 at a concentration, the strongest first; none with too few cells. */
export function ensembleSensitivity(
  { cellModel: id, members }: Pick<ExperimentCell, 'cellModel' | 'members'>,
  without: Pick<SweepLevel, 'cells'>,
  level: Pick<SweepLevel, 'cells'>,
): EnsembleEffect[] {
  const paired = members.flatMap((values, i) => {
    const [before, after] = [without.cells[i]?.apd90Ms ?? null, level.cells[i]?.apd90Ms ?? null];
    return before === null || after === null ? [] : [{ values, change: after - before }];
  });
  if (paired.length < LEAST_CELLS) return [];
  const changes = ranks(paired.map(({ change }) => change));
  return cellModel(id)
    .varied.map(({ id: parameter }, at) => ({
      name: parameterLabel(parameter),
      correlation: correlationOf(ranks(paired.map(({ values }) => values[at] ?? NaN)), changes),
      cells: paired.length,
    }))
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}

/** Ranks from 1; of equal values the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const result = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] as number] === values[order[start] as number]) end++;
    for (let k = start; k <= end; k++) result[order[k] as number] = 1 + (start + end) / 2;
    start = end + 1;
  }
  return result;
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((x, i) => {
    const [dx, dy] = [x - ma, (b[i] as number) - mb];
    ab += dx * dy;
    aa += dx * dx;
    bb += dy * dy;
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
