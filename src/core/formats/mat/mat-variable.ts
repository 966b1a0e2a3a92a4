/** One variable of a MATLAB file; structures and cells are taken apart, "s.data" and "c{3}". */
export interface MatVariable {
  readonly name: string;
  /** At least two: rows, columns. */
  readonly dims: readonly number[];
  readonly content:
    | { readonly kind: 'numbers'; /** Column by column. */ readonly values: ArrayLike<number> }
    | { readonly kind: 'text'; readonly text: string };
}
