import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';
import { joined } from '../math/joined.ts';
import { sensitivities } from './sensitivities.ts';

/** Observations of one kind: of a clamp recording, of a followed beat, of a settled one. */
export interface ObservedPart {
  readonly observed: Float64Array;
  /** SD of each; Infinity leaves it out. */
  readonly sigma: Float64Array;
  readonly simulate: (thetas: readonly Float64Array[]) => Float64Array[];
  /** d simulated / d z where it is not measured by differences each time. */
  readonly sensitivities?: (theta: Float64Array, simulated: Float64Array) => readonly Float64Array[];
}

/** All recordings of one cell as one problem: parts share the parameters, each observation counts by its own SD. */
export function jointProblem(parameters: readonly FitParameter[], parts: readonly ObservedPart[]): FitProblem {
  const ranges = partRanges(parts);
  return {
    parameters,
    observed: joined(parts.map(({ observed }) => observed)),
    sigma: joined(parts.map(({ sigma }) => sigma)),
    simulate: (thetas) => {
      const results = parts.map((part) => part.simulate(thetas));
      return thetas.map((_, i) => joined(results.map((result) => result[i] ?? new Float64Array(0))));
    },
    ...(parts.every((part) => part.sensitivities === undefined)
      ? {}
      : {
          sensitivities: (theta, simulated, central) => {
            const columns = parts.map((part, k) => {
              const own = simulated.subarray(...(ranges[k] ?? [0, 0])).slice();
              return part.sensitivities?.(theta, own) ?? sensitivities(parameters, part.simulate, theta, own, central);
            });
            return parameters.map((_, i) => joined(columns.map((of) => of[i] ?? new Float64Array(0))));
          },
        }),
  };
}

/** Range of each part's observations in the whole: [from, to). */
export function partRanges(parts: readonly Pick<ObservedPart, 'observed'>[]): (readonly [from: number, to: number])[] {
  let from = 0;
  return parts.map(({ observed }) => {
    const range = [from, from + observed.length] as const;
    from += observed.length;
    return range;
  });
}

/** A batch of this many points or more holds finite differences, not steps. */
const DIFFERENCES = 20;

/**
 * The same part where some cells give no observation (they do not beat). Within a batch of finite differences such a row is replaced by
 * the batch's median, so that one parameter that stops the cell does not spoil the step. Alone it stays NaN: its cost is infinite, and a
 * fit does not go there.
 */
export function withoutGaps(part: ObservedPart): ObservedPart {
  return {
    ...part,
    simulate: (thetas) => {
      const rows = part.simulate(thetas);
      const seen = rows.filter((row) => row.every(Number.isFinite));
      if (rows.length < DIFFERENCES || seen.length === 0 || seen.length === rows.length) return rows;
      const median = part.observed.map((_, i) => seen.map((row) => row[i] as number).sort((a, b) => a - b)[seen.length >> 1] as number);
      return rows.map((row) => (row.every(Number.isFinite) ? row : median.slice()));
    },
  };
}
