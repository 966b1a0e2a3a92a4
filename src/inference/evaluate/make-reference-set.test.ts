import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { libraryProtocol } from '../../core/testing/files.testing.ts';
import { conditionRecording } from './condition.ts';
import { makeReferenceSet } from './make-reference-set.ts';
import { openReferenceSet, type ReferenceSet } from './reference-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'reference-set-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Fixture {
  readonly every: number;
  readonly cells: readonly { readonly multipliers: readonly number[]; readonly current: readonly number[] }[];
}
const fixture = JSON.parse(readFileSync(new URL('../../../test/fixtures/validation-cells.json', import.meta.url), 'utf8')) as Fixture;
const [known] = fixture.cells;
const set = {
  cells: 1,
  temperatureC: 37,
  multipliers: () => Float64Array.from(known?.multipliers ?? []),
  voltage: () => new Float32Array(10_001).fill(-60),
} as unknown as ReferenceSet;

test('a cell of another set gives the current of the stiff solver when simulated again', async () => {
  const out = join(folder, 'again');
  const done: number[] = [];
  await makeReferenceSet({
    folder: out,
    protocol: libraryProtocol('clark2022-rounded'),
    cells: 1,
    temperatureC: 37,
    from: set,
    onCell: (cell) => done.push(cell),
  });
  expect(done).toEqual([1]);
  const made = openReferenceSet(out);
  expect(made.multipliers(0)).toEqual(set.multipliers(0));
  expect(made.sampleRateHz).toBe(10_000);
  expect(made.slides(0)).toBe(true);
  const current = made.cleanCurrent(0);
  expect(current.length).toBe(94_552);
  const expected = known?.current ?? [];
  const squares = expected.reduce((sum, value, k) => sum + ((current[k * fixture.every] ?? NaN) - value) ** 2, 0);
  expect((100 * Math.sqrt(squares / expected.length)) / (Math.max(...expected) - Math.min(...expected))).toBeLessThan(0.01);
});

test('new cells are the beating ones of the seed, without recordings through a rig', async () => {
  const protocol: Protocol = {
    id: 'short',
    name: 'Short',
    source: 'test',
    holdingMv: -80,
    segments: [{ kind: 'step', durationMs: 50, voltageMv: 0 }],
  };
  const out = join(folder, 'new');
  await makeReferenceSet({ folder: out, protocol, cells: 1, temperatureC: 37, from: { seed: 3 } });
  const made = openReferenceSet(out);
  const drawn = Array.from({ length: 20 }, (_, index) => Array.from(sampleMultipliers(createRandom(3), index)));
  expect(drawn).toContainEqual(Array.from(made.multipliers(0)));
  expect(Math.max(...made.voltage(0)) - Math.min(...made.voltage(0))).toBeGreaterThan(40);
  expect(made.protocol.segments).toEqual(protocol.segments);
  expect(() => conditionRecording(made, 0, { kind: 'art' }, createRandom(1))).toThrow(
    /no recordings through electrode and amplifier.*Choose/s,
  );
});

test('another temperature applies to clamp, action potential and recording; refuses cells of a set at 37 degC for it', async () => {
  const protocol: Protocol = {
    id: 'short',
    name: 'Short',
    source: 'test',
    holdingMv: -80,
    segments: [{ kind: 'step', durationMs: 50, voltageMv: 0 }],
  };
  const at = async (temperatureC: number): Promise<ReferenceSet> => {
    const out = join(folder, `at${temperatureC}`);
    await makeReferenceSet({ folder: out, protocol, cells: 1, temperatureC, from: { seed: 3 } });
    return openReferenceSet(out);
  };
  const [cool, warm] = [await at(30), await at(37)];
  expect(conditionRecording(cool, 0, { kind: 'clean' }, createRandom(1)).conditions.temperatureC).toBe(30);
  // Sodium current is smaller and later in the cold.
  expect(Math.min(...cool.cleanCurrent(0))).toBeGreaterThan(0.9 * Math.min(...warm.cleanCurrent(0)));
  await expect(makeReferenceSet({ folder: join(folder, 'no'), protocol, cells: 1, temperatureC: 30, from: set })).rejects.toThrow(
    /beat at 37 degC, not at 30/,
  );
});

test('refuses more cells than exist, and leaves no partial set', async () => {
  const out = join(folder, 'short');
  const protocol: Protocol = {
    id: 'short',
    name: 'Short',
    source: 'test',
    holdingMv: -80,
    segments: [{ kind: 'step', durationMs: 5, voltageMv: 0 }],
  };
  await expect(makeReferenceSet({ folder: out, protocol, cells: 2, temperatureC: 37, from: set })).rejects.toThrow(
    /Expected 2 cells.*has 1/,
  );
  expect(existsSync(join(out, 'manifest.json'))).toBe(false);
});
