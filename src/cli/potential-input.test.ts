import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { train } from '../core/beat/potentials.testing.ts';
import { readPotential } from './potential-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'potential-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const mv = train(3000, 1000);
const rows = (scale: number): string => Array.from(mv, (v, i) => `${i / 1000},${v * scale},${-i}`).join('\n');

describe('readPotential', () => {
  it('reads floats of both sizes, and tables in the unit that they state', () => {
    for (const [name, bytes] of [
      ['a.f64', new Uint8Array(mv.buffer)],
      ['a.f32', new Uint8Array(Float32Array.from(mv).buffer)],
    ] as const) {
      expect(readPotential(file(name, bytes), { sampleRateHz: 1000 }).voltageMv[600]).toBeCloseTo(mv[600] as number, 4);
    }
    const volts = readPotential(file('v.csv', `Time (s),Voltage (V),Current (pA)\n${rows(0.001)}`), {});
    expect(volts).toMatchObject({ unit: 'V', column: 'Voltage', sampleRateHz: 1000 });
    expect(volts.voltageMv[600]).toBeCloseTo(mv[600] as number, 6);
  });

  it('questions volts for millivolts, and takes a unit that is given', () => {
    const path = file('volts.f64', new Uint8Array(mv.map((v) => v / 1000).buffer));
    expect(() => readPotential(path, { sampleRateHz: 1000 })).toThrow(/volts\.f64: .*look like volts: give the unit V/);
    expect(readPotential(path, { sampleRateHz: 1000, unit: 'V' }).voltageMv[600]).toBeCloseTo(mv[600] as number, 6);
  });

  it('asks for what a file does not state', () => {
    expect(() => readPotential(file('b.f32', new Uint8Array(8)), {})).toThrow(/--sample-rate-hz/);
    expect(() => readPotential(file('b.f64', new Uint8Array(9)), { sampleRateHz: 1000 })).toThrow(/may be cut off/);
    const two = file('two.csv', `Time (s),V1 (mV),V2 (mV)\n${rows(1)}`);
    expect(() => readPotential(two, {})).toThrow(/--column NAME.*"V1", "V2"/);
    expect(() => readPotential(two, { column: 'V3' })).toThrow(/no column "V3"/);
    expect(readPotential(two, { column: 'v1' }).column).toBe('V1');
    expect(() => readPotential(two, { column: 'V1', sampleRateHz: 500 })).toThrow(/1000 Hz\. Leave it out/);
  });
});
