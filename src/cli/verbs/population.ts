import { availableParallelism } from 'node:os';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { DEFAULT_SPREAD, POPULATION_KINDS } from '../../core/population/population-kind.ts';
import type { CellPlan } from '../../core/population/population-rows.ts';
import {
  cellsOnSlurm,
  generateCells,
  generatePopulation,
  kernelPath,
  learnedCells,
  learnedPopulation,
  readLivingPopulation,
  trainingOnSlurm,
} from '../../inference/index.ts';
import { findProtocol } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { CELL_OPTION, cellOf } from '../cell-option.ts';
import { cellSetAnswer } from '../cell-set-answer.ts';
import { POPULATION_WORKER, PROTOCOLS_DIR, RESOURCES_DIR } from '../paths.ts';
import { slurmWish, SLURM_OPTIONS } from '../slurm-options.ts';
import { pairs } from '../table.ts';
import { timeLeft } from '../time-left.ts';
import { UsageError } from '../usage-error.ts';
import type { Answer, Context, Verb } from '../verb.ts';

const SETTLE_S = 100;
const RECORD_S = 10;

export const population: Verb = {
  words: ['population'],
  summary:
    'Simulate a population of cells: with --kind including the free beating of each cell, without --kind for training a network. ' +
    'A run that was stopped is resumed.',
  options: {
    cells: { value: 'N', help: 'Number of cells; with --kind beating of beating ones.', required: true },
    seed: { value: 'N', help: 'Seed: the same seed gives the same cells.', required: true },
    out: { value: 'DIR', help: 'Folder of shards.', required: true },
    protocol: { value: 'ID|FILE', help: 'Protocol that every cell is clamped with; needed without --kind.' },
    kind: {
      value: POPULATION_KINDS.join('|'),
      help: 'all: every cell of the prior; beating: those that beat by themselves; wide: conductances over 1/4 to 4.',
    },
    spread: { value: 'N|ID=N,...', help: `Multipliers within 1 +- N; with --kind also for single parameters. Default ${DEFAULT_SPREAD}.` },
    temperature: { value: 'C|LOW:HIGH', help: 'Temperature, degC. Default 37.' },
    artefacts: { help: 'With --kind and --protocol: clamp through electrode, seal leak and filter.' },
    'clamp-only': { help: 'With --kind all or wide and --protocol: leave out free running.' },
    living: {
      help: 'Without --kind: wide cells behind rigs as living cells have them, for a network of living cells. No --spread, no --rig-share.',
    },
    prior: { value: 'wide|learned|FILE', help: 'With --living: the wide population (default), or one that recorded cells have taught.' },
    'settle-s': { value: 'N', help: `With --kind: free running before the record, s. Default ${SETTLE_S}.` },
    'sample-rate-hz': { value: 'N', help: 'Rate of the recordings it is for. Default 10000.' },
    'rig-share': { value: 'N', help: 'Without --kind: share of cells through electrode and amplifier, 0 to 1. Default 0.5.' },
    workers: { value: 'N', help: 'Threads. Default: one per core.' },
    ...CELL_OPTION,
    ...SLURM_OPTIONS,
  },
  run(args, context) {
    const kind = args.choice('kind', POPULATION_KINDS);
    if (kind !== undefined) return cells(kind, args, context);
    if (args.text('settle-s') !== undefined) throw new UsageError('--settle-s goes with --kind.');
    if (args.text('cell') !== undefined) throw new UsageError('--cell goes with --kind: networks are trained on the default cell.');
    const foreign = args.flag('living') ? ['spread', 'rig-share'] : ['prior'];
    for (const name of foreign) if (args.text(name) !== undefined) throw new UsageError(wrongPlace(name));
    for (const name of ['artefacts', 'clamp-only']) if (args.flag(name)) throw new UsageError(`--${name} goes with --kind.`);
    return trainingCells(args, context);
  },
};

function common(args: Arguments, { signal, progress }: Context) {
  const left = timeLeft();
  return {
    folder: args.need('out'),
    cells: args.number('cells', { min: 1, whole: true }) ?? 0,
    workers: args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism(),
    kernelPath: kernelPath(RESOURCES_DIR, cellOf(args)),
    workerScript: POPULATION_WORKER,
    signal,
    onProgress: (done: number, total: number) => {
      const rest = left(done, total);
      progress.step('Simulating cells', done / total, `${done} of ${total}${rest === '' ? '' : `, ${rest}`}`);
    },
  };
}

async function trainingCells(args: Arguments, context: Context): Promise<Answer> {
  const sampleRateHz = args.number('sample-rate-hz', { min: 2000, max: 200_000 });
  const rigShare = args.number('rig-share', { min: 0, max: 1 });
  const spread = args.number('spread', { above: 0, max: 0.99 });
  const out = args.need('out');
  const request = {
    ...common(args, context),
    ...(args.flag('living') ? { living: true, ...learnedOf(args.text('prior') ?? 'wide') } : {}),
    seed: args.number('seed', { min: 0, whole: true }) ?? 0,
    ...(spread === undefined ? {} : { spread }),
    protocol: findProtocol(PROTOCOLS_DIR, args.need('protocol')),
    temperatureC: temperatureOf(args),
    ...(sampleRateHz === undefined ? {} : { sampleRateHz }),
    ...(rigShare === undefined ? {} : { rigShare }),
  };
  const slurm = slurmWish(args, context);
  if (slurm) await trainingOnSlurm(request, slurm);
  const result = await generatePopulation(request);
  return {
    json: { out, ...result },
    lines: pairs([
      ['Cells', String(result.cells)],
      ['Features', String(result.features)],
      ['Shards', `${result.shards}, ${result.kept} of them from before`],
      ['Folder', out],
    ]),
  };
}

function wrongPlace(option: string): string {
  return option === 'prior' ? '--prior goes with --living.' : `--${option} does not go with --living, whose cells and rigs are given.`;
}

function learnedOf(prior: string) {
  if (prior === 'wide') return {};
  const population = prior === 'learned' ? learnedPopulation(RESOURCES_DIR) : readLivingPopulation(prior);
  if (population === null) throw new UsageError('--prior learned: no learned population came with the program. Give a FILE.');
  return { learned: learnedCells(DEFAULT_CELL, population) };
}

async function cells(kind: CellPlan['kind'], args: Arguments, context: Context): Promise<Answer> {
  if (args.flag('living')) throw new UsageError('--living goes without --kind.');
  if (args.text('rig-share') !== undefined)
    throw new UsageError('--rig-share goes without --kind; here --artefacts puts every cell behind an electrode.');
  const protocolName = args.text('protocol');
  const clampOnly = args.flag('clamp-only');
  if (protocolName === undefined && (clampOnly || args.flag('artefacts')))
    throw new UsageError('--clamp-only and --artefacts need --protocol.');
  if (clampOnly && kind === 'beating') throw new UsageError('--clamp-only cannot find beating cells; leave it out.');
  const model = cellOf(args);
  const plan: CellPlan = {
    // Populations made before there was a second cell model name none.
    ...(model === DEFAULT_CELL ? {} : { cell: model.id }),
    kind,
    seed: args.number('seed', { min: 0, whole: true }) ?? 0,
    ...spreadOf(args),
    temperatureC: temperatureOf(args),
    free: clampOnly ? null : { settleS: args.number('settle-s', { min: 0, max: 36_000 }) ?? SETTLE_S, seconds: RECORD_S },
    clamp:
      protocolName === undefined
        ? null
        : {
            protocol: findProtocol(PROTOCOLS_DIR, protocolName),
            sampleRateHz: args.number('sample-rate-hz', { min: 2000, max: 200_000 }) ?? 10_000,
            artefacts: args.flag('artefacts'),
          },
  };
  const out = args.need('out');
  const request = { ...common(args, context), plan };
  const slurm = slurmWish(args, context);
  if (slurm) await cellsOnSlurm(request, slurm);
  const result = await generateCells(request);
  return cellSetAnswer(out, result);
}

function spreadOf(args: Arguments): Pick<CellPlan, 'spread' | 'spreadOf'> {
  let spread = DEFAULT_SPREAD;
  const spreads: Record<string, number> = {};
  for (const part of args.text('spread')?.split(',') ?? []) {
    const [id = '', value] = part.includes('=') ? part.split('=') : ['', part];
    const number = value === undefined || value.trim() === '' ? NaN : Number(value);
    if (!(number >= 0 && number < 1))
      throw new UsageError(`--spread: expected numbers from 0 to below 1, such as 0.3 or 0.3,ina.g_Na=0.5; got "${part}".`);
    if (id === '') spread = number;
    else spreads[id] = number;
  }
  return { spread, spreadOf: spreads };
}

function temperatureOf(args: Arguments): readonly [number, number] {
  const text = args.text('temperature') ?? '37';
  const [low = NaN, high = low] = text.split(':').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (!Number.isFinite(low) || !Number.isFinite(high) || text.split(':').length > 2) {
    throw new UsageError(`--temperature: expected degC such as 37 or 22:37; got "${text}".`);
  }
  return [low, high];
}
