import type { Random } from '../random/random.ts';

/**
 * Distribution indices: with a larger one children are nearer to their parents (Deb & Agrawal 1995; Deb & Goyal 1996, both use 1 to 20).
 */
const CROSSOVER_INDEX = 10;
const MUTATION_INDEX = 20;
/** Genes are values of a distribution function: at 0 and 1 a coordinate would be infinite. */
const EDGE = 1e-5;

/** Two children by simulated binary crossover (Deb & Agrawal 1995, Complex Systems 9:115); genes in (0, 1), parents unchanged. */
export function crossed(
  mother: Float64Array,
  father: Float64Array,
  chance: { readonly crossover: number; readonly geneCrossover: number },
  random: Random,
): [Float64Array, Float64Array] {
  const first = mother.slice();
  const second = father.slice();
  if (random.uniform() >= chance.crossover) return [first, second];
  for (let i = 0; i < first.length; i++) {
    if (random.uniform() >= chance.geneCrossover) continue;
    const u = random.uniform();
    const spread = (u <= 0.5 ? 2 * u : 1 / (2 * (1 - u))) ** (1 / (CROSSOVER_INDEX + 1));
    const middle = ((mother[i] as number) + (father[i] as number)) / 2;
    const half = (spread * ((mother[i] as number) - (father[i] as number))) / 2;
    first[i] = bounded(middle + half);
    second[i] = bounded(middle - half);
  }
  return [first, second];
}

/** Polynomial mutation (Deb & Goyal 1996, Comput Sci Inform 26:30) of each gene with a given probability. */
export function mutated(genes: Float64Array, chance: number, random: Random): Float64Array {
  return genes.map((gene) => {
    if (random.uniform() >= chance) return gene;
    const u = random.uniform();
    const power = 1 / (MUTATION_INDEX + 1);
    return bounded(gene + (u < 0.5 ? (2 * u) ** power - 1 : 1 - (2 * (1 - u)) ** power));
  });
}

function bounded(gene: number): number {
  return Math.min(1 - EDGE, Math.max(EDGE, gene));
}
