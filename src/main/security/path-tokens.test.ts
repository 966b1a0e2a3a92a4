import { expect, test } from 'vitest';
import { PathTokens } from './path-tokens.ts';

function tokens() {
  const clock = { ms: 0 };
  return { clock, tokens: new PathTokens(() => clock.ms) };
}

test('a token gives its path once, for its kind', () => {
  const { tokens: kept } = tokens();
  const token = kept.keep('/data/cell', 'folder');
  expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(token).not.toContain('data');
  expect(kept.use(token, 'folder')).toBe('/data/cell');
  expect(() => kept.use(token, 'folder')).toThrow(/no longer kept/);
});

test('a token of another kind is refused and used up', () => {
  const { tokens: kept } = tokens();
  const token = kept.keep('/data/a.json', 'json');
  expect(() => kept.use(token, 'csv')).toThrow('Expected a CSV file, a JSON file was dropped.');
  expect(() => kept.use(token, 'json')).toThrow(/no longer kept/);
});

test('tokens end after ten minutes, are of limited number, and cannot be guessed from each other', () => {
  const { clock, tokens: kept } = tokens();
  const early = kept.keep('/a.csv', 'csv');
  clock.ms = 10 * 60_000;
  expect(() => kept.use(early, 'csv')).toThrow(/no longer kept/);
  const many = Array.from({ length: 40 }, (_, i) => kept.keep(`/${i}.csv`, 'csv'));
  expect(new Set(many).size).toBe(40);
  expect(() => kept.use(many[7] as string, 'csv')).toThrow(/no longer kept/);
  expect(kept.use(many[8] as string, 'csv')).toBe('/8.csv');
  expect(() => kept.use('../../etc/passwd', 'csv')).toThrow(/no longer kept/);
});
