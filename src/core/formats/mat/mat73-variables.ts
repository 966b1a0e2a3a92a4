import type { Hdf5Dataset, Hdf5File } from '../hdf5/hdf5-file.ts';
import { textAttribute } from '../nwb/nwb-series.ts';
import { shownText } from '../shown-text.ts';
import { textContent, type MatVariable } from './mat-variable.ts';

const MOST_DEPTH = 6;
const MOST_ELEMENTS = 10_000;
/** Nodes that are visited at most: links can form cycles. Fewer in a small file: none is described in less than so many bytes. */
const MOST_NODES = 20_000;
const NODE_BYTES = 40;
const FEWEST_NODES = 100;
/** Group in which MATLAB keeps the contents of cells and structures. */
const HIDDEN = new Set(['#refs#', '#subsystem#']);

/** All variables of a MATLAB 7.3 file of so many bytes, which is HDF5: structures are groups, cells references, texts numbers. */
export function mat73Variables(file: Hdf5File, fileBytes: number, notes: string[]): MatVariable[] {
  const root = file.get('/');
  const names = root?.kind === 'group' ? root.names.filter((name) => !HIDDEN.has(name)) : [];
  const most = Math.min(MOST_NODES, FEWEST_NODES + Math.floor(fileBytes / NODE_BYTES));
  const walk: Walk = { file, notes, left: most };
  const found = names.flatMap((name) => variablesAt(walk, `/${name}`, name, 0));
  if (walk.left <= 0) notes.push(`Only the first ${most} parts of this file were looked at; its structures may lead in circles.`);
  return found;
}

interface Walk {
  readonly file: Hdf5File;
  readonly notes: string[];
  left: number;
}

function variablesAt(walk: Walk, path: string, name: string, depth: number): MatVariable[] {
  if (depth > MOST_DEPTH || walk.left-- <= 0) return [];
  const node = walk.file.get(path);
  if (node === null) return [];
  if (node.kind === 'group')
    return node.names.slice(0, MOST_ELEMENTS).flatMap((field) => variablesAt(walk, `${path}/${field}`, `${name}.${field}`, depth + 1));
  if (node.attributes.has('MATLAB_empty')) return [];
  if (node.type === 'reference') {
    return node
      .references()
      .slice(0, MOST_ELEMENTS)
      .flatMap((target, i) => (target === '' ? [] : variablesAt(walk, target, `${name}{${i + 1}}`, depth + 1)));
  }
  return ofDataset(node, name, walk.notes);
}

function ofDataset(node: Hdf5Dataset, name: string, notes: string[]): MatVariable[] {
  // MATLAB counts its sides from the first, HDF5 from the last.
  const dims = node.shape.length >= 2 ? [...node.shape].reverse() : [node.shape[0] ?? 1, 1];
  if (node.type === 'string') {
    const rows = node.texts().map((text) => shownText(text, 1000));
    return [{ name, dims, content: { kind: 'text', text: shownText(rows.join(' '), 1000), rows } }];
  }
  if (node.type !== 'float' && node.type !== 'integer') {
    notes.push(`Variable "${shownText(name, 60)}" is of a type that is not read (complex numbers or an object) and was left out.`);
    return [];
  }
  const values = node.numbers();
  if (textAttribute(node, 'MATLAB_class') === 'char') return [{ name, dims, content: textContent(values, dims) }];
  return [{ name, dims, content: { kind: 'numbers', values } }];
}
