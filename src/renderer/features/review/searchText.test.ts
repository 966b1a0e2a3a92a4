import { afterEach, beforeEach, expect, it } from 'vitest';
import { searchText } from './searchText.ts';

const zone = process.env['TZ'];
beforeEach(() => void (process.env['TZ'] = 'Pacific/Auckland'));
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

it('finds a session by the local date and not by that of UTC', () => {
  const text = searchText({
    cellName: 'Dish 2',
    culture: { line: 'WTC-11', passage: null, day: null },
    createdAt: '2026-03-14T20:26:10Z',
    file: '/data/2026-03-14_202610_Dish-2.twinclamp',
  });
  expect(text).toContain('2026-03-15 09:26');
  expect(text).not.toContain('2026-03-14');
  expect(text).toContain('wtc-11');
  expect(text).toContain('dish-2.twinclamp');
});
