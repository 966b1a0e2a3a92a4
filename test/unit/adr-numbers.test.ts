import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/adr');
const records = readdirSync(FOLDER)
  .filter((name) => /^\d{4}-.*\.md$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

/** `| in the text | value unit | ``file`` ``NAME`` or ``NAME.path`` |` */
const ROW = /^\| ([^|`]+) \| ([\d.]+)[^|`]* \| `([^`]+)` `([^`]+)` \|$/gm;
const numbers = records.flatMap(({ name, text }) =>
  [...text.matchAll(ROW)].map((row) => ({
    record: name,
    prose: text.slice(0, text.search(/^\| in the text /m)),
    said: row[1]!.trim(),
    value: Number(row[2]),
    file: row[3]!,
    path: row[4]!,
  })),
);

describe('every record', () => {
  test.each(records)('$name begins with its title, status and date', ({ name, text }) => {
    expect(text).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `, 'm'));
    const head = text.split('\n').slice(0, 6);
    expect(head.filter((line) => /^Status: (accepted|proposed|replaced by ADR \d+)$/.test(line))).toHaveLength(1);
    expect(head.filter((line) => /^Date: \d{4}-\d\d-\d\d$/.test(line))).toHaveLength(1);
  });

  test('is in the index, with the same title, status and date', () => {
    const rows = records.map(({ name, text }) => {
      const of = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
      return `| ${Number(name.slice(0, 4))} | [${of(/^# \d+\. (.*)$/m)}](${name}) | ${of(/^Status: (.*)$/m)} | ${of(/^Date: (.*)$/m)} |`;
    });
    const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    expect(index.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(rows);
  });
});

describe('a number of a record', () => {
  test('is in a table that is read completely', () => {
    const lines = records.flatMap(({ text }) => text.split('\n').filter((line) => /^\| .* \| `[^`]+` `[^`]+` \|$/.test(line)));
    expect(numbers).toHaveLength(lines.length);
    expect(numbers.length).toBeGreaterThan(30);
  });

  test.each(numbers)('$record: "$said" is $value in $file', async ({ prose, said, value, file, path }) => {
    expect(prose.replace(/\s+/g, ' ')).toContain(said);
    expect(await held(file, path)).toBe(value);
  });

  test('is the same where another page gives it', async () => {
    const page = readFileSync(join(ROOT, 'docs/science/population.md'), 'utf8');
    const given = /more than ([\d.]+) mV off the command ([\d.]+) ms after an edge/.exec(page);
    expect(Number(given?.[1])).toBe(await held('src/core/experiment/population-clamp.ts', 'ESCAPED_MV'));
    expect(Number(given?.[2])).toBe(await held('src/core/experiment/clamp-simulator.ts', 'SETTLED_MS'));
  });

  test('that the code does not hold is detected', async () => {
    await expect(held('src/core/twin/fit-failed.ts', 'NO_SUCH_NAME')).rejects.toThrow(/holds no NO_SUCH_NAME/);
    expect(await held('src/core/experiment/rig-parameters.ts', 'RIG_PARAMETERS.offsetMv.simulated.sd')).toBe(0.5);
  });
});

/**
 * What a file holds under a name: of core by import, rows of a list by their id; elsewhere, and where core keeps it to itself, by
 * reading the literal, products of numbers included.
 */
async function held(file: string, path: string): Promise<number> {
  const [name = '', ...rest] = path.split('.');
  const exported = file.startsWith('src/core/')
    ? ((await import(pathToFileURL(join(ROOT, file)).href)) as Record<string, unknown>)[name]
    : undefined;
  const found = exported === undefined ? literal(readFileSync(join(ROOT, file), 'utf8'), name, rest) : rest.reduce(inside, exported);
  if (typeof found !== 'number' || Number.isNaN(found)) throw new Error(`${file} holds no ${path}. Correct the table of the record.`);
  return found;
}

function inside(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return (value as { id?: string }[]).find(({ id }) => id === key);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function literal(source: string, name: string, [property]: readonly string[]): number {
  const declaration = new RegExp(`\\b${name}(?:: [^=]+)? = ([^;]+);`).exec(source)?.[1] ?? '';
  const text = property === undefined ? declaration : (new RegExp(`\\b${property}: ([^,}]+)`).exec(declaration)?.[1] ?? '');
  return text.split('*').reduce((product, factor) => product * (factor.trim() === '' ? NaN : Number(factor.trim().replaceAll('_', ''))), 1);
}
