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

/** Samples a second of a column of times, s, to a tenth. @throws Error where times do not go up */
export function rateOf(time: Float64Array, file: string): number {
  const span = (time.at(-1) ?? NaN) - (time[0] ?? NaN);
  const rate = Math.round((10 * (time.length - 1)) / span) / 10;
  if (!(rate > 0)) throw new Error(`${file}: expected times that go up, got ${time.length} samples over ${span} s.`);
  return rate;
}
