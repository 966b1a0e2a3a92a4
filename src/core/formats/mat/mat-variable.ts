import { shownText } from '../shown-text.ts';

/** One variable of a MATLAB file; structures and cells are taken apart, "s.data" and "c{3}". */
export interface MatVariable {
  readonly name: string;
  /** At least two: rows, columns. */
  readonly dims: readonly number[];
  readonly content:
    | { readonly kind: 'numbers'; /** Column by column. */ readonly values: ArrayLike<number> }
    | {
        readonly kind: 'text';
        readonly text: string;
        /** Of a matrix of letters, a row each; else the text alone. */ readonly rows: readonly string[];
      };
}

/** Longest text that is kept, letters. */
const MOST_LETTERS = 2000;
const MOST_ROW = 1000;

/** Text of a matrix of letters. @param letters their codes, column by column, as many as were read */
export function textContent(letters: ArrayLike<number>, dims: readonly number[]): MatVariable['content'] {
  const height = Math.max(1, dims[0] ?? 1);
  const width = Math.floor(Math.min(letters.length, MOST_LETTERS) / height);
  const row = (r: number): string => String.fromCharCode(...Array.from({ length: width }, (_, c) => letters[c * height + r]!));
  const rows = Array.from({ length: Math.min(height, MOST_LETTERS) }, (_, r) => shownText(row(r), MOST_ROW));
  return { kind: 'text', text: shownText(rows.join(' '), MOST_ROW), rows };
}

/** The numbers of a variable, column by column, with its sides; null where there is none of the name. */
export function numbersNamed(
  variables: readonly MatVariable[],
  name: string,
): { readonly dims: readonly number[]; readonly values: Float64Array } | null {
  const found = variables.find((variable) => variable.name === name);
  if (found?.content.kind !== 'numbers') return null;
  const { values } = found.content;
  return { dims: found.dims, values: values instanceof Float64Array ? values : Float64Array.from(values) };
}

/** The rows of a text; empty where there is none of the name. */
export function rowsNamed(variables: readonly MatVariable[], name: string): readonly string[] {
  const found = variables.find((variable) => variable.name === name);
  return found?.content.kind === 'text' ? found.content.rows : [];
}
