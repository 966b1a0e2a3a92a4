import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TEN_BEATS, train } from '../core/beat/potentials.testing.ts';
import { ownPotentialFrom, pacedPotentialFrom } from './own-potential.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-potential-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, artefactMv: number): string => {
  const rows = Array.from(train(10_000, 1000), (mv, t) => {
    const paced = TEN_BEATS.some((start) => t >= start - 8 && t < start - 6);
    return `${t / 1000},${(mv + (paced ? artefactMv : 0)) / 1000}`;
  });
  writeFileSync(join(folder, name), `Time (s),Voltage (V)\n${rows.join('\n')}\n`);
  return join(folder, name);
};

test('a potential that was paced is refused as the own one of a cell, with what to do', () => {
  const refused = /found stimuli every 1000 ms before 10 beats.*session correct --paced no/;
  expect(() => ownPotentialFrom(file('paced.csv', 150))).toThrow(refused);
  expect(ownPotentialFrom(file('free.csv', 0)).voltageMv).toHaveLength(10_001);
});

test('a paced potential is taken where its beats follow stimuli, or are faster than those of the free cell', () => {
  const free = ownPotentialFrom(file('free.csv', 0));
  expect(pacedPotentialFrom(file('paced.csv', 150), free).voltageMv).toHaveLength(10_001);
  expect(pacedPotentialFrom(file('unseen.csv', 0), null).voltageMv).toHaveLength(10_001);
  expect(() => pacedPotentialFrom(file('unseen.csv', 0), free)).toThrow(
    /unseen\.csv: expected .*not faster than the cell's own.* Leave it out/,
  );
});
