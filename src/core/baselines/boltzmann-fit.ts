/** Activation curve of peak conductances: g(V) = most / (1 + exp((half - V) / slope)). */
export interface Activation {
  /** nS/pF */
  readonly most: number;
  readonly halfMv: number;
  readonly slopeMv: number;
}

/** Fewest voltages that determine three numbers. */
export const FEWEST_VOLTAGES = 4;
const HALF_RANGE = [-90, 30] as const;
const SLOPE_RANGE = [1, 25] as const;
const GRID = 24;
const ROUNDS = 8;

/**
 * Least-squares fit of a Boltzmann function. The half-voltage and the slope are searched on ever finer grids; `most` follows from them
 * in closed form.
 * @param points [mV, conductance in nS/pF]; null where there are too few voltages or no conductance
 */
export function boltzmannFit(points: readonly (readonly [voltageMv: number, conductance: number])[]): Activation | null {
  if (new Set(points.map(([voltage]) => voltage)).size < FEWEST_VOLTAGES) return null;
  let best: Activation & { readonly cost: number } = { most: 0, halfMv: NaN, slopeMv: NaN, cost: Infinity };
  let half: readonly [number, number] = HALF_RANGE;
  let slope: readonly [number, number] = SLOPE_RANGE;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i <= GRID; i++) {
      for (let j = 0; j <= GRID; j++) {
        const tried = at(points, between(half, i / GRID), between(slope, j / GRID));
        if (tried.most > 0 && tried.cost < best.cost) best = tried;
      }
    }
    if (!Number.isFinite(best.cost)) return null;
    half = around(best.halfMv, half, HALF_RANGE);
    slope = around(best.slopeMv, slope, SLOPE_RANGE);
  }
  const { most, halfMv, slopeMv } = best;
  return { most, halfMv, slopeMv };
}

function at(points: readonly (readonly [number, number])[], halfMv: number, slopeMv: number): Activation & { readonly cost: number } {
  let above = 0;
  let below = 0;
  const shape = points.map(([voltage]) => 1 / (1 + Math.exp((halfMv - voltage) / slopeMv)));
  points.forEach(([, conductance], k) => {
    above += conductance * (shape[k] as number);
    below += (shape[k] as number) ** 2;
  });
  const most = above / below;
  const cost = points.reduce((sum, [, conductance], k) => sum + (conductance - most * (shape[k] as number)) ** 2, 0);
  return { most, halfMv, slopeMv, cost };
}

function between([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}

function around(centre: number, [low, high]: readonly [number, number], limits: readonly [number, number]): [number, number] {
  const reach = (high - low) / 6;
  return [Math.max(limits[0], centre - reach), Math.min(limits[1], centre + reach)];
}
