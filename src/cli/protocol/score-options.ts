import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { assertScoreSettings, IDEAL_CLAMP, RANGE_OF_RIGS, ROBUST_CLAMP, type ScoreSettings } from '../../core/designer/score-settings.ts';
import { openReferenceSet, populationCells, type DesignCell } from '../../inference/index.ts';
import { DEFAULT_PROTOCOL_ID } from '../../core/protocol/parse-protocol.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { findProtocol } from '../../main/store/index.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { UsageError } from '../usage-error.ts';

/** Options for the cells that a protocol is scored on. */
export const CELL_OPTIONS: OptionTable = {
  set: { value: 'DIR', help: 'Folder of reference cells (manifest.json, params_mult.f64). Default: cells drawn from the seed.' },
  cells: { value: 'N', help: 'The first N cells. Default: all of the set, or 40 of the seed.' },
  seed: { value: 'N', help: 'Seed of drawn cells. Default 1.' },
  workers: { value: 'N', help: 'Threads. Default: one per core.' },
};

/** Options for the clamp. */
export const CLAMP_OPTIONS: OptionTable = {
  robust: { help: `The robust form: --blank-ms ${ROBUST_CLAMP.blankMs} --rs-mohm ${ROBUST_CLAMP.rsMohm} --nuisance.` },
  rigs: {
    help:
      'As --robust, but every cell has its own electrode: Rs Cm 0.03 to 0.7 ms, leak 0.002 to 0.08 nS/pF, as populations ' +
      'for networks have them.',
  },
  noise: { value: 'S', help: 'White noise per 10 kHz sample, pA/pF. Default 0.3.' },
  'blank-ms': { value: 'T', help: 'Time after each jump of the command that is left out. Default 0.' },
  'rs-mohm': { value: 'R', help: 'Effective series resistance. Default 0: ideal clamp.' },
  'cm-pf': { value: 'C', help: 'Membrane capacitance behind it. Default 45.' },
  nuisance: { help: 'Marginalise series resistance, leak, offsets and capacitance error.' },
};

const SEEDED_CELLS = 40;

export function clampOf(args: Arguments): ScoreSettings {
  if (args.flag('rigs') && (args.text('rs-mohm') !== undefined || args.text('cm-pf') !== undefined)) {
    throw new UsageError('--rigs draws an electrode for every cell: leave out --rs-mohm and --cm-pf, or leave out --rigs.');
  }
  const base = args.flag('rigs') ? RANGE_OF_RIGS : args.flag('robust') ? ROBUST_CLAMP : IDEAL_CLAMP;
  return assertScoreSettings({
    ...base,
    noisePaPf: args.number('noise', { above: 0 }) ?? base.noisePaPf,
    blankMs: args.number('blank-ms', { min: 0, max: 100 }) ?? base.blankMs,
    rsMohm: args.number('rs-mohm', { min: 0, max: 100 }) ?? base.rsMohm,
    membranePf: args.number('cm-pf', { above: 0, max: 1000 }) ?? base.membranePf,
    nuisance: base.nuisance || args.flag('nuisance'),
  });
}

export function cellsOf(args: Arguments, usual?: number): { readonly cells: DesignCell[]; readonly from: string } {
  const asked = args.number('cells', { min: 1, whole: true });
  const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
  const folder = args.text('set');
  if (folder === undefined) return { cells: populationCells(seed, asked ?? usual ?? SEEDED_CELLS), from: `population, seed ${seed}` };
  const set = openReferenceSet(folder);
  const count = Math.min(asked ?? usual ?? set.cells, set.cells);
  return {
    cells: Array.from({ length: count }, (_, cell) => ({ key: `set/${cell}`, multipliers: set.multipliers(cell).slice() })),
    from: `reference set ${basename(resolve(folder))}`,
  };
}

export function workersOf(args: Arguments): number {
  return args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism();
}

/** @throws Error listing the library */
export function protocolOf(idOrFile: string): Protocol {
  return findProtocol(PROTOCOLS_DIR, idOrFile === 'default' ? DEFAULT_PROTOCOL_ID : idOrFile);
}
