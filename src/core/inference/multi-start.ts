import type { FitProblem } from './levenberg-marquardt.ts';
import { searchMinima, type MultiStartOptions } from './search-minima.ts';
import { temper, type Search } from './temper.ts';

/** A search and the modes of its result in one call. @throws Error where the posterior at a minimum is not finite */
export async function multiStart(problem: FitProblem, starts: Iterable<Float64Array>, options: MultiStartOptions): Promise<Search> {
  return temper(problem, await searchMinima(problem, starts, options), options);
}
