import type { Random } from '../random/random.ts';
import { bodyItems, bodyMs, fitted, isAllowed, type Gene, type Genome } from './genome.ts';
import type { DesignLimits } from './design-limits.ts';
import { WAVE_PERIOD_MS } from './wave.ts';

/** Share of ramps among new segments. */
const RAMPS = 0.3;
const TRIES = 60;

/** Of a few drawn segments, changes that take time choose the one of least worth, changes that give time the one of most. */
const DRAWN = 3;

type Change = (genes: Gene[], at: number, random: Random, limits: DesignLimits, scale: number, best: number) => void;

function level(random: Random, limits: DesignLimits): number {
  return limits.lowestMv + (limits.highestMv - limits.lowestMv) * random.uniform();
}

function newGene(random: Random, limits: DesignLimits, typicalMs: number): Gene {
  const startMv = level(random, limits);
  const endMv = random.uniform() < RAMPS ? level(random, limits) : startMv;
  // Log-uniform over a factor of 30: both the fast and the slow gates need their times.
  return { startMv, endMv, durationMs: Math.max(limits.shortestMs, typicalMs * 30 ** (random.uniform() - 0.5)) };
}

const levelJitter: Change = (genes, at, random, _limits, scale) => {
  const gene = genes[at] as Gene;
  const both = random.uniform() < 0.5;
  const shift = 40 * scale * random.normal();
  const isStep = gene.startMv === gene.endMv;
  const startMv = isStep || both || random.uniform() < 0.5 ? gene.startMv + shift : gene.startMv;
  const endMv = isStep ? startMv : both || startMv === gene.startMv ? gene.endMv + shift : gene.endMv;
  genes[at] = { ...gene, startMv, endMv };
};

const durationJitter: Change = (genes, at, random, _limits, scale) => {
  const gene = genes[at] as Gene;
  genes[at] = { ...gene, durationMs: gene.durationMs * Math.exp(1.5 * scale * random.normal()) };
};

/** Time moves from one segment to another; the rest stays where it is. */
const durationTrade: Change = (genes, at, random, limits, scale, best) => {
  const to = random.uniform() < 0.3 ? (at + 1) % genes.length : best;
  const from = genes[at] as Gene;
  const other = genes[to] as Gene;
  const moved = Math.min(from.durationMs - limits.shortestMs, from.durationMs * scale * random.uniform());
  if (to === at || moved <= 0) return;
  genes[at] = { ...from, durationMs: from.durationMs - moved };
  genes[to] = { ...other, durationMs: other.durationMs + moved };
};

const replacement: Change = (genes, at, random, limits) => {
  genes[at] = newGene(random, limits, bodyMs(limits) / genes.length);
};

const insertion: Change = (genes, at, random, limits) => {
  genes.splice(at, 0, newGene(random, limits, bodyMs(limits) / genes.length));
  if (genes.length > bodyItems(limits)) genes.splice(random.integer(genes.length), 1);
};

const removal: Change = (genes, at) => {
  if (genes.length > 2) genes.splice(at, 1);
};

const move: Change = (genes, at, random) => {
  const [gene] = genes.splice(at, 1);
  if (gene) genes.splice(random.integer(genes.length + 1), 0, gene);
};

const shape: Change = (genes, at, random, limits, scale) => {
  const gene = genes[at] as Gene;
  if (gene.startMv !== gene.endMv) genes[at] = { ...gene, startMv: random.uniform() < 0.5 ? gene.startMv : gene.endMv, endMv: gene.endMv };
  else genes[at] = { ...gene, endMv: random.uniform() < 0.5 ? level(random, limits) : gene.endMv + 60 * scale * random.normal() };
  const changed = genes[at];
  if (gene.startMv !== gene.endMv) genes[at] = { ...changed, endMv: changed.startMv };
};

/** A segment is split into two, the second at another level. */
const split: Change = (genes, at, random, limits, scale) => {
  const gene = genes[at] as Gene;
  if (gene.durationMs < 2 * limits.shortestMs || genes.length >= bodyItems(limits)) return;
  const share = 0.1 + 0.8 * random.uniform();
  const middle = gene.startMv + (gene.endMv - gene.startMv) * share;
  const shift = 40 * scale * random.normal();
  genes.splice(
    at,
    1,
    { startMv: gene.startMv, endMv: middle, durationMs: gene.durationMs * share },
    { startMv: middle + shift, endMv: gene.endMv + shift, durationMs: gene.durationMs * (1 - share) },
  );
};

/** A segment of high worth is copied to another place, slightly changed. */
const repetition: Change = (genes, at, random, _limits, scale, best) => {
  const gene = genes[best] as Gene;
  const shift = 20 * scale * random.normal();
  genes[at] = { startMv: gene.startMv + shift, endMv: gene.endMv + shift, durationMs: (genes[at] as Gene).durationMs };
};

/** A wave is added, changed or removed. */
const waveChange: Change = (genes, at, random, limits, scale) => {
  const { wave, ...plain } = genes[at] as Gene;
  if (wave && random.uniform() < 0.25) genes[at] = plain;
  else if (wave)
    genes[at] = {
      ...plain,
      wave: {
        amplitudeMv: wave.amplitudeMv * Math.exp(scale * random.normal()),
        periodMs: wave.periodMs * Math.exp(scale * random.normal()),
      },
    };
  else {
    const { shortest, longest } = WAVE_PERIOD_MS;
    // At least half a period must pass within the segment.
    const most = Math.max(shortest, Math.min(longest, 2 * plain.durationMs));
    genes[at] = {
      ...plain,
      wave: {
        amplitudeMv: (limits.highestMv - limits.lowestMv) * 0.3 * random.uniform(),
        periodMs: shortest * (most / shortest) ** random.uniform(),
      },
    };
  }
};
/** Share of such changes where waves are allowed. */
const WAVE_SHARE = 0.2;

const CHANGES: readonly (readonly [share: number, change: Change])[] = [
  [0.28, levelJitter],
  [0.1, durationJitter],
  [0.2, durationTrade],
  [0.1, replacement],
  [0.07, insertion],
  [0.05, removal],
  [0.05, move],
  [0.05, shape],
  [0.06, split],
  [0.04, repetition],
];

const TAKING: ReadonlySet<Change> = new Set([durationTrade, replacement, removal, repetition]);

/**
 * A changed genome within the limits: one to a few changes, of a size about `scale` (1: as large as the range).
 * @param worth information of each segment per ms, so that changes take time where little is lost; empty: all alike
 * @throws Error when no allowed change is found: the limits leave no room
 */
export function mutated(genome: Genome, limits: DesignLimits, random: Random, scale: number, worth: readonly number[] = []): Genome {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const genes = [...genome];
    const size = Math.min(1, scale * Math.exp(random.normal()));
    let changes = 1;
    while (changes < 6 && random.uniform() < 0.35) changes++;
    for (let c = 0; c < changes; c++) {
      let pick = random.uniform();
      const wavy = limits.waves === true && random.uniform() < WAVE_SHARE;
      const change = wavy ? waveChange : (CHANGES.find(([share]) => (pick -= share) < 0)?.[1] ?? levelJitter);
      const drawn = Array.from({ length: DRAWN }, () => random.integer(genes.length));
      const by = (sign: 1 | -1): number => drawn.reduce((a, b) => (sign * ((worth[b] ?? 0) - (worth[a] ?? 0)) > 0 ? b : a));
      // A first change of the segments shifts the places that worth belongs to; later ones draw without it.
      const known = worth.length === genes.length;
      const taking = TAKING.has(change) && known && random.uniform() < 0.8;
      const at = taking ? by(-1) : (drawn[0] as number);
      change(genes, at, random, limits, size, known ? by(1) : (drawn[1] as number));
    }
    const result = fitted(genes, limits);
    if (isAllowed(result, limits) && JSON.stringify(result) !== JSON.stringify(genome)) return result;
  }
  throw new Error('No allowed change of the protocol was found: the limits leave no room. Allow more time, voltage or segments.');
}

/** A random genome within the limits. @throws Error when the limits leave no room */
export function randomGenome(limits: DesignLimits, random: Random, genes = Math.floor(0.9 * bodyItems(limits))): Genome {
  for (let attempt = 0; attempt < TRIES * 10; attempt++) {
    const genome = fitted(
      Array.from({ length: genes }, () => newGene(random, limits, bodyMs(limits) / genes)),
      limits,
    );
    if (isAllowed(genome, limits)) return genome;
  }
  throw new Error('No random protocol keeps the limits: allow more time above 0 mV, or a wider range.');
}
