import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CELL_MODELS } from '../cell/models.ts';
import { createRandom } from '../random/random.ts';
import { simulateClamp } from '../simulate/reference-clamp.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { currentWaves } from './current-waves.ts';

const RATE_HZ = 2000;
const protocol = libraryProtocol('clark2022');
const SHARED = new URL('../../../../shared/data/ipsc-optimised/', import.meta.url).pathname;

/** Cells of both models with their noise. */
const cells = CELL_MODELS.flatMap((model, m) =>
  [1, 2, 3].map((seed) => {
    const random = createRandom(10 * m + seed);
    const values = model.baseline();
    model.varied.forEach((_, i) => (values[i] = values[i]! * Math.exp(0.3 * random.normal())));
    const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: RATE_HZ, model });
    return Float32Array.from(current, (paPf) => paPf + 0.2 * random.normal());
  }),
);
const withWave = (current: Float32Array, fromMs: number, lengthMs: number, peak: number): Float32Array =>
  current.map((paPf, k) => {
    const share = ((1000 * k) / RATE_HZ - fromMs) / lengthMs;
    return share > 0 && share < 1 ? paPf + (peak / 2) * (1 - Math.cos(2 * Math.PI * share)) : paPf;
  });

describe('a slow current that the command does not explain', () => {
  test.each([
    [7600, 300, 1],
    [8400, 450, -0.8],
  ])('from %i ms, for %i ms, of %f pA/pF is found in most cells', (fromMs, lengthMs, peak) => {
    const found = cells.map((current) => currentWaves(withWave(current, fromMs, lengthMs, peak), protocol, RATE_HZ));
    const right = found.filter((waves) =>
      waves.some(
        (wave) =>
          Math.abs(wave.fromMs - fromMs) < 80 && Math.abs(wave.toMs - fromMs - lengthMs) < 80 && Math.abs(wave.peakPaPf - peak) < 0.25,
      ),
    );
    expect(right.length).toBeGreaterThanOrEqual(cells.length - 1);
    expect(Math.max(...found.map((waves) => waves.length))).toBe(1);
  });

  test('is found in none of these cells where there is none, nor between or before the depolarised levels', () => {
    for (const current of cells) {
      expect(currentWaves(current, protocol, RATE_HZ)).toEqual([]);
      expect(currentWaves(withWave(current, 5200, 300, 2), protocol, RATE_HZ)).toEqual([]);
    }
  });

  test('is looked for beside lost samples, and not in a stretch that is lost', () => {
    const [current = new Float32Array(0)] = cells;
    const wavy = withWave(current, 7600, 300, 1);
    const gaps = wavy.map((paPf, k) => (k % 97 === 0 ? NaN : paPf));
    expect(currentWaves(gaps, protocol, RATE_HZ)).toHaveLength(1);
    expect(
      currentWaves(
        wavy.map((paPf, k) => (k > 14_400 && k < 16_300 ? NaN : paPf)),
        protocol,
        RATE_HZ,
      ),
    ).toEqual([]);
  });
});

describe.skipIf(!existsSync(SHARED))('recorded cells', () => {
  const waves = (cell: string) => {
    const rows = readFileSync(join(SHARED, cell, 'vc_pre.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const current = rows.map((row) => (row.split(',')[2]?.trim() === '' ? NaN : Number(row.split(',')[2])));
    return currentWaves(current, protocol, RATE_HZ);
  };

  test('some show such currents, others none', () => {
    const folders = readdirSync(SHARED, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const speaking = folders.filter(({ name }) => waves(name).length > 0).map(({ name }) => name);
    expect(speaking.length).toBeGreaterThan(5);
    expect(speaking.length).toBeLessThan(0.7 * folders.length);
    expect(speaking).toContain('040621_1');
    expect(speaking).not.toContain('021021_2');
  });
});
