import { CELL_MODELS } from '../cell/models.ts';
import { layoutSignature } from '../simulate/kernel-layout.ts';
import { crc32 } from '../trace/crc32.ts';
import { givenWithSources } from './given-words.ts';
import { washWords } from './wash.ts';
import type { Experiment, ExperimentCell, ExperimentSettings } from './experiment-schema.ts';

/** Id of an experiment: the same settings on the same cells have the same. @example 'EX-1c291ca3-0b2f11d0' */
export function experimentId(settings: ExperimentSettings, cells: readonly ExperimentCell[]): string {
  const { name: _, ...asked } = settings;
  const [of, on] = [asked, cells].map((part) =>
    crc32(new TextEncoder().encode(canonical(part)))
      .toString(16)
      .padStart(8, '0'),
  );
  return `EX-${of}-${on}`;
}

/** JSON with the keys of every object in their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Signatures of the equations of the cells that an experiment uses. */
export function equationsOf(cells: readonly Pick<ExperimentCell, 'cellModel'>[]): Record<string, number> {
  const used = new Set(cells.map((cell) => cell.cellModel));
  return Object.fromEntries(CELL_MODELS.filter(({ id }) => used.has(id)).map((model) => [model.id, layoutSignature(model)]));
}

/**
 * One line from which an experiment is made again.
 * @param file in which it is stored; null: in none. Default: named by its id, as the app stores and exports it.
 */
export function provenanceLine({ id, versions, settings, cells }: Experiment, file: string | null = `${id}.json`): string {
  const equations = Object.entries(versions.equations).map(([model, signature]) => `${model} ${(signature >>> 0).toString(16)}`);
  return (
    `${id}: ${givenWithSources(settings)}, ${courseWords(settings)}, ` +
    `${counted(cells.length, 'cell')}, ${counted(settings.conditions.length, 'condition')}, seed ${settings.seed}, ${versions.program}, ` +
    `equations ${equations.join(', ')}. ` +
    (file === null ? 'Not stored: with --out FILE.json it can be run again.' : `Again: twinclamp experiment ${file} --again`)
  );
}

function courseWords({ concentrationsNm, wash }: ExperimentSettings): string {
  return wash === undefined ? counted(concentrationsNm.length, 'concentration') : `in time: ${washWords(wash)}, ends at ${wash.endS} s`;
}

function counted(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? '' : 's'}`;
}
