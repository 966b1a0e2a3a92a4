import { expect, it } from 'vitest';
import { readAtfTable } from './atf-table.ts';

const table = (...rows: string[]): Uint8Array => new TextEncoder().encode(`ATF\t1.0\n0\t2\n"Time (ms)"\t"Im (pA)"\n${rows.join('\n')}\n`);

it('reads decimals as Clampfit writes them on a computer with decimal commas', () => {
  const { columns } = readAtfTable(table('0,0\t-12,5', '0,1\t1,25e2', '0,2\t-3'));
  expect(columns.map((column) => [...column])).toEqual([
    [0, 0.1, 0.2],
    [-12.5, 125, -3],
  ]);
});

it('takes a number with points between its thousands for none', () => {
  expect(() => readAtfTable(table('0,0\t1.234,5', '0,1\t1'))).toThrow(/Line 4, column 2: expected a number, got "1\.234,5"/);
});
