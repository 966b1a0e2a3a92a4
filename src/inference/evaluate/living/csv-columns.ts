import { readFileSync } from 'node:fs';

/**
 * Columns of a CSV of numbers with one header line; an empty field is a lost sample, NaN.
 * @throws Error where a field is no number or a line has another number of fields
 */
export function csvColumns(file: string): readonly Float64Array[] {
  const lines = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const [header = '', ...rest] = lines;
  const columns = header.split(',').map(() => new Float64Array(rest.length));
  rest.forEach((line, i) => {
    const fields = line.split(',');
    if (fields.length !== columns.length)
      throw new Error(`${file}, line ${i + 2}: expected ${columns.length} fields as in the header, got ${fields.length}.`);
    fields.forEach((field, c) => {
      const value = field.trim() === '' ? NaN : Number(field);
      if (field.trim() !== '' && !Number.isFinite(value))
        throw new Error(`${file}, line ${i + 2}: expected a number, got "${field.slice(0, 40)}".`);
      (columns[c] as Float64Array)[i] = value;
    });
  });
  return columns;
}
