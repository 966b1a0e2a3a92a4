import type { MatVariable } from './mat-variable.ts';

/** Sweeps of one array that are read at most. */
const MOST_SWEEPS = 2000;
const LEAST_SAMPLES = 16;

/**
 * The elements of an array of structures, or of a cell array of matrices, each with the variables that stand beside it: one sweep each, of
 * any length. Null where the file holds no such array; a cell array of vectors is a list of channels.
 */
export function sweepsApart(variables: readonly MatVariable[]): MatVariable[][] | null {
  const parts = new Map<string, Map<number, MatVariable[]>>();
  const beside: MatVariable[] = [];
  for (const variable of variables) {
    const indexed = /^([^(){}]*)[({](\d+)[)}](.*)$/.exec(variable.name);
    const [, base = '', index = '', rest = ''] = indexed ?? [];
    const isTable = variable.content.kind === 'numbers' && variable.dims.every((side) => side > 1);
    if (indexed === null || (rest === '' && !isTable)) beside.push(variable);
    else {
      const array = parts.get(base) ?? new Map<number, MatVariable[]>();
      array.set(Number(index), [...(array.get(Number(index)) ?? []), { ...variable, name: `${base}${rest}` }]);
      parts.set(base, array);
    }
  }
  const hasSamples = (part: readonly MatVariable[]): boolean =>
    part.some(({ content }) => content.kind === 'numbers' && content.values.length >= LEAST_SAMPLES);
  // The array of the most elements that hold samples; what has no index is the same for each.
  const arrays = [...parts.values()].map((array) => [...array].sort(([a], [b]) => a - b).filter(([, part]) => hasSamples(part)));
  const longest = arrays.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined || longest.length === 0) return null;
  return longest.slice(0, MOST_SWEEPS).map(([, part]) => [...part, ...beside]);
}
