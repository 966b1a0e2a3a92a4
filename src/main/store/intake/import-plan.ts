import { readdirSync, statSync, type Stats } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { shownText } from '../../../core/formats/shown-text.ts';
import { assertCellName } from '../cell-name.ts';
import { StorageError, guarded } from '../storage-error.ts';

/** Files of one cell. */
export interface PlannedCell {
  readonly cellName: string;
  /** `missing`: it was named and is not there. */
  readonly files: readonly { readonly path: string; readonly asked: boolean; readonly missing?: true }[];
  /** The folder that they were found in; null for files that were named. */
  readonly folder: string | null;
}

/** Names of files may be longer than those of cells, characters. */
const LONGEST_NAME = 200;
/** More files than this in one import are a slip of the hand. */
const MOST_FILES = 2000;
/** Folders within a folder that are looked into. */
const DEEPEST = 4;

/**
 * Which files make which cells: files that are named are one cell; each folder with files in it is one, and so is each of
 * its subfolders. What is named and not there is a file of the cell too, to be reported.
 * @throws StorageError 'not-found' where nothing of all is there, 'refused' for too many files
 */
export function planImport(paths: readonly string[], cellName: string | undefined): PlannedCell[] {
  const named: PlannedCell['files'][number][] = [];
  const cells: PlannedCell[] = [];
  for (const path of paths) {
    const stat = statOf(path);
    if (stat?.isDirectory() === true) cells.push(...cellsIn(resolve(path), 0));
    else named.push({ path, asked: true, ...(stat === null ? { missing: true } : {}) });
  }
  const present = named.find(({ missing }) => missing !== true);
  const [first] = named;
  if (first !== undefined && present === undefined && cells.length === 0)
    throw new StorageError(
      'not-found',
      `Import: expected a file or a folder, "${first.path.slice(0, 100)}" does not exist. Check the path.`,
    );
  const all = [...(first === undefined ? [] : [{ cellName: stemOf((present ?? first).path), folder: null, files: named }]), ...cells];
  const files = all.reduce((sum, cell) => sum + cell.files.length, 0);
  if (files > MOST_FILES)
    throw new StorageError('refused', `Import: expected at most ${MOST_FILES} files at once, found ${files}. Import a folder at a time.`);
  const given = cellName === undefined ? '' : assertCellName(cellName);
  return all.map((cell) => {
    const own = shownText(cell.cellName, LONGEST_NAME) || 'cell';
    return { ...cell, cellName: given === '' ? own : all.length === 1 ? given : shownText(`${given} ${own}`, LONGEST_NAME) };
  });
}

function cellsIn(folder: string, depth: number): PlannedCell[] {
  const entries = guarded('Looking into a folder', folder, () => readdirSync(folder, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const own = withoutCompanions(files).map((name) => ({ path: join(folder, name), asked: false }));
  const below =
    depth < DEEPEST ? entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => cellsIn(join(folder, name), depth + 1)) : [];
  return [...(own.length === 0 ? [] : [{ cellName: basename(folder), folder, files: own }]), ...below];
}

/** The trees of a HEKA recording lie beside its samples and are read with them. */
function withoutCompanions(names: readonly string[]): string[] {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return names.filter((name) => {
    const ending = extname(name).toLowerCase();
    const stem = name.slice(0, name.length - ending.length).toLowerCase();
    return !['.pul', '.pgf', '.onl', '.mrk', '.amp', '.sol'].includes(ending) || !lower.has(`${stem}.dat`);
  });
}

function statOf(path: string): Stats | null {
  return guarded('Looking for a file', path, () => statSync(path, { throwIfNoEntry: false }) ?? null);
}

function stemOf(path: string): string {
  const name = basename(path);
  return name.slice(0, name.length - extname(name).length) || name;
}
