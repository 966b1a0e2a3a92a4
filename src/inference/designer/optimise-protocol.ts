import { readFileSync } from 'node:fs';
import { beatingCells, type BeatingCell } from '../../core/designer/beating-cells.ts';
import {
  FIRST_SCALE,
  generationCells,
  proposals,
  selected,
  type EvolutionSettings,
  type EvolutionState,
} from '../../core/designer/evolution.ts';
import { fitted, genomeOf, genomeWorth, isAllowed, protocolOf, type Genome } from '../../core/designer/genome.ts';
import { randomGenome } from '../../core/designer/mutate.ts';
import type { ScoreSettings } from '../../core/designer/score-settings.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { DesignCell } from './messages.ts';
import { DesignPool } from './pool.ts';

export interface OptimiseRequest {
  readonly evolution: EvolutionSettings;
  readonly settings: ScoreSettings;
  /** Protocols to begin with, beside random ones; the best of all becomes the first parent. */
  readonly starts: readonly Protocol[];
  readonly randomStarts: number;
  readonly minutes: number;
  readonly generations: number;
  readonly workers: number;
  readonly kernelPath: string;
  readonly workerScript: string | URL;
  /** File from which a stopped run continues. */
  readonly checkpoint: string;
  readonly name: { readonly id: string; readonly name: string; readonly source: string };
  readonly signal?: AbortSignal;
  readonly onGeneration?: (state: EvolutionState, value: number) => void;
}

export interface OptimiseResult {
  readonly protocol: Protocol;
  readonly generations: number;
  readonly accepted: number;
  /** Objective on the training cells of the last generation. */
  readonly value: number;
}

/** Cells of the search come from a separate branch of the seed: no reference cell is among them. */
const TRAINING_BRANCH = 7001;
/** A protocol this far behind on the first cell is dropped; on n cells, this over the root of n. */
const RACE = { atLeast: 1, margin: 0.004 };
/** Number of cells for the worth of segments. */
const WORTH_CELLS = 4;
const SAVE_EVERY_MS = 10_000;

/** Improves a protocol by evolution until the time or the generations are over. A checkpoint of the same search is continued. */
export async function optimiseProtocol(request: OptimiseRequest): Promise<OptimiseResult> {
  const { evolution, settings } = request;
  const { limits } = evolution;
  const ends = Date.now() + request.minutes * 60_000;
  const pool = new DesignPool(request.workerScript, { kernelPath: request.kernelPath, settings, accuracy: 'coarse' }, request.workers);
  const population = createRandom(evolution.seed).fork(TRAINING_BRANCH);
  const beating = beatingCells(await PopulationKernel.load(readFileSync(request.kernelPath)), population);
  const found: DesignCell[] = [];
  const cellsOf = (generation: number): DesignCell[] =>
    generationCells(evolution, generation).map((rank) => {
      while (found.length <= rank) found.push(designCell(beating));
      return found[rank] as DesignCell;
    });
  const values = async (genome: Genome, cells: readonly DesignCell[]): Promise<number[]> =>
    (await pool.ask({ protocol: protocolOf(genome, limits, request.name), cells, race: null, voltageErrorMv: limits.voltageErrorMv }))
      .values;
  try {
    let state =
      readCheckpoint(request.checkpoint, evolution, settings) ?? (await firstState(request, (genome) => values(genome, cellsOf(0))));
    let saved = Date.now();
    let cellsKey = '';
    let parentValues: number[] = [];
    let worth: readonly number[] = [];
    let worthOf: Genome | null = null;
    let worthKey = '';
    while (Date.now() < ends && state.generation < request.generations && request.signal?.aborted !== true) {
      const cells = cellsOf(state.generation);
      const key = cells.map((cell) => cell.key).join();
      if (key !== cellsKey) parentValues = await values(state.parent, cells);
      cellsKey = key;
      if (key !== worthKey || state.parent !== worthOf) {
        const asked = {
          protocol: protocolOf(state.parent, limits, request.name),
          cells: cells.slice(0, WORTH_CELLS),
          race: null,
          voltageErrorMv: Infinity,
          worth: true,
        } as const;
        worth = genomeWorth((await pool.ask(asked)).worth, state.parent, limits);
        worthKey = key;
        worthOf = state.parent;
      }
      const offspring = proposals(evolution, state, worth);
      const answers = await Promise.all(
        offspring.map((genome) =>
          pool.ask({
            protocol: protocolOf(genome, limits, request.name),
            cells,
            race: { values: parentValues, ...RACE },
            voltageErrorMv: limits.voltageErrorMv,
          }),
        ),
      );
      const gains = answers.map((answer) => (answer.givenUp ? -Infinity : mean(answer.values) - mean(parentValues)));
      const before = state.parent;
      state = selected(state, offspring, gains);
      if (state.parent !== before) parentValues = answers[offspring.indexOf(state.parent)]?.values ?? parentValues;
      request.onGeneration?.(state, mean(parentValues));
      if (Date.now() - saved > SAVE_EVERY_MS) {
        writeCheckpoint(request.checkpoint, evolution, settings, state);
        saved = Date.now();
      }
    }
    writeCheckpoint(request.checkpoint, evolution, settings, state);
    const value = mean(await values(state.parent, cellsOf(state.generation)));
    return { protocol: protocolOf(state.parent, limits, request.name), generations: state.generation, accepted: state.accepted, value };
  } finally {
    await pool.close();
  }
}

async function firstState(request: OptimiseRequest, values: (genome: Genome) => Promise<number[]>): Promise<EvolutionState> {
  const { limits, seed } = request.evolution;
  const random = createRandom(seed).fork(1);
  const given = request.starts.map((protocol) => fitted(genomeOf(protocol, limits), limits)).filter((genome) => isAllowed(genome, limits));
  const starts = [...given, ...Array.from({ length: request.randomStarts }, (_, i) => randomGenome(limits, random.fork(i)))];
  if (starts.length === 0)
    throw new Error(
      'No start keeps the limits and no random starts were requested. Allow random starts, or name a protocol within the limits.',
    );
  const scored = await Promise.all(starts.map(async (genome) => ({ genome, value: mean(await values(genome)) })));
  const best = scored.reduce((a, b) => (b.value > a.value ? b : a));
  return { generation: 0, parent: best.genome, scale: FIRST_SCALE, accepted: 0 };
}

function designCell(beating: Generator<BeatingCell>): DesignCell {
  const { index, multipliers } = beating.next().value as BeatingCell;
  return { key: String(index), multipliers };
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}
