import { LANES } from '../simulate/kernel-layout.ts';
import type { Random } from '../random/random.ts';
import { crossed, mutated } from './genes.ts';
import { inside } from '../inference/coordinate.ts';
import type { FitProblem } from '../inference/levenberg-marquardt.ts';
import { normalQuantile } from '../math/normal-distribution.ts';

/** How a genetic algorithm searches. */
export interface GeneticSettings {
  readonly population: number;
  /** Share of a generation that survives unchanged. */
  readonly elite: number;
  /** Individuals of a tournament, whose best becomes a parent. */
  readonly tournament: number;
  /** Probability that two parents cross, and that one of their genes does. */
  readonly crossover: number;
  readonly geneCrossover: number;
  /** Probability that a gene mutates. */
  readonly mutation: number;
}

/**
 * Tournaments of four, as the laboratory of Groenendaal et al. 2015 (PLoS Comput Biol 11:e1004242) has them in a published settings file
 * (Christini-Lab/DynClamp_IScale_GA_Fitting, settings.ga: population 400, 200 generations, 90 % replaced). Elites of 6-10 % were found
 * needed by Smirnov et al. 2020 (PLoS ONE 15:e0231695). The population is smaller here: with the few thousand simulations of a refinement,
 * 400 individuals would have only some fifteen generations. For the choice of the settings see docs/science.
 */
export const GENETIC_SETTINGS: GeneticSettings = {
  population: 100,
  elite: 0.08,
  tournament: 4,
  crossover: 0.9,
  geneCrossover: 1,
  mutation: 0.1,
};

export interface GeneticOptions {
  readonly random: Random;
  /** Simulations that may be spent; at least one generation's. */
  readonly simulations: number;
  readonly settings?: GeneticSettings;
  /** Asked between batches; true stops with the best so far. */
  readonly cancelled?: () => boolean;
  /** Awaited after every generation, so that a caller can let other work run. */
  readonly onGeneration?: (generation: number, cost: number, simulations: number) => void | Promise<void>;
}

export interface GeneticResult {
  /** Coordinates z of the best individual. */
  readonly theta: Float64Array;
  /** Sum of squared differences over sigma of the best individual. */
  readonly cost: number;
  readonly simulations: number;
  readonly generations: number;
}

interface Individual {
  readonly genes: Float64Array;
  readonly cost: number;
}

/**
 * A genetic algorithm, which is common for fitting cell models: random individuals over the whole prior, tournament selection,
 * simulated binary crossover, polynomial mutation, elitism. Its cost is the squared difference of the current alone (each observation
 * over its sigma squared; Infinity leaves one out). The prior only gives the range of the genes: a gene is the prior's distribution
 * function, so under a uniform prior it is the scaled multiplier.
 * @throws Error for a budget below one population, and where no individual could be simulated
 */
export async function geneticAlgorithm(problem: FitProblem, options: GeneticOptions): Promise<GeneticResult> {
  const settings = options.settings ?? GENETIC_SETTINGS;
  const { random } = options;
  if (!(options.simulations >= settings.population)) {
    throw new Error(
      `A genetic algorithm of ${settings.population} individuals needs a budget of ${settings.population} simulations or more, ` +
        `got ${options.simulations}. Raise it.`,
    );
  }
  const keep = Math.max(1, Math.round(settings.elite * settings.population));
  const count = problem.parameters.length;
  let spent = 0;
  let generations = 0;
  const judge = (all: readonly Float64Array[]): Individual[] => {
    const judged: Individual[] = [];
    for (let i = 0; i < all.length && !(judged.length > 0 && options.cancelled?.() === true); i += LANES) {
      const group = all.slice(i, i + LANES);
      const results = problem.simulate(group.map(coordinatesOf));
      group.forEach((genes, k) => judged.push({ genes, cost: squares(problem, results[k]) }));
      spent += group.length;
    }
    return judged;
  };

  let alive = ranked(
    judge(Array.from({ length: settings.population }, () => Float64Array.from({ length: count }, () => random.uniform()))),
  );
  for (;;) {
    await options.onGeneration?.(generations, alive[0]?.cost ?? Infinity, spent);
    const children = Math.min(settings.population - keep, Math.floor(options.simulations) - spent);
    if (children <= 0 || options.cancelled?.() === true) break;
    const young: Float64Array[] = [];
    while (young.length < children) {
      const pair = crossed(winner(alive, settings, random), winner(alive, settings, random), settings, random);
      young.push(...pair.map((genes) => mutated(genes, settings.mutation, random)));
    }
    alive = ranked([...alive.slice(0, keep), ...judge(young.slice(0, children))]);
    generations++;
  }
  const [best] = alive;
  if (!best || best.cost === Infinity)
    throw new Error(
      'No individual of the genetic algorithm could be simulated: no current was finite. Check the recording and the protocol.',
    );
  return { theta: coordinatesOf(best.genes), cost: best.cost, simulations: spent, generations };
}

function coordinatesOf(genes: Float64Array): Float64Array {
  return genes.map((gene) => inside(normalQuantile(gene)));
}

function squares({ observed, sigma }: FitProblem, simulated: Float64Array | undefined): number {
  let sum = 0;
  for (let r = 0; r < observed.length; r++) sum += (((observed[r] as number) - (simulated?.[r] ?? NaN)) / (sigma[r] as number)) ** 2;
  return Number.isFinite(sum) ? sum : Infinity;
}

function ranked(individuals: readonly Individual[]): Individual[] {
  return [...individuals].sort((a, b) => (a.cost === b.cost ? 0 : a.cost - b.cost));
}

/** `alive` is sorted by cost: the lowest of the drawn ranks wins. */
function winner(alive: readonly Individual[], { tournament }: GeneticSettings, random: Random): Float64Array {
  let best = alive.length - 1;
  for (let k = 0; k < tournament; k++) best = Math.min(best, random.integer(alive.length));
  return (alive[best] as Individual).genes;
}
