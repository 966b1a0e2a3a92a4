import type { PlannedCell } from './import-plan.ts';
import { ownFileOf } from './own-file.ts';

/**
 * Sessions that are named are cells of their own, and so are twins that came without a recording or session. What is not there is
 * reported with the first.
 */
export function apart(cell: PlannedCell): PlannedCell[] {
  const there = cell.files.filter(({ missing }) => missing !== true);
  const missing = cell.files.filter((file) => file.missing === true);
  const [first, ...others] = cellsOf({ ...cell, files: there });
  return [first === undefined ? cell : { ...first, files: [...first.files, ...missing] }, ...others];
}

function cellsOf(cell: PlannedCell): PlannedCell[] {
  if (cell.files.length === 0) return [];
  const kinds = cell.files.map((file) => ({ file, own: ownFileOf(file.path) }));
  // One session with twins of it is one cell.
  if (kinds.every(({ own }) => own !== null) && kinds.filter(({ own }) => own === 'session').length === 1) return [cell];
  const isAlone = cell.folder === null && kinds.every(({ own }) => own !== null);
  const apartOnes = kinds.filter(
    ({ file, own }) => file.asked && (own === 'session' || (isAlone && own === 'twin' && !kinds.some((k) => k.own === 'session'))),
  );
  const rest = kinds.filter((kind) => !apartOnes.includes(kind));
  return [
    ...(rest.length === 0 ? [] : [{ ...cell, files: rest.map(({ file }) => file) }]),
    ...apartOnes.map(({ file }) => ({ ...cell, files: [file] })),
  ];
}
