import { describe, expect, it } from 'vitest';
import { reversedCurrent } from './current-sign.ts';
import type { ImportedRecording } from './imported.ts';

/** Steps of 10 mV around -80 mV each 10 ms, and a current of 10 nS with a capacitive transient and some noise. */
function recording(sign: number, unit: string, levels: readonly number[]): ImportedRecording {
  const mv = Float32Array.from({ length: 100 * levels.length }, (_, i) => levels[Math.floor(i / 100)]!);
  const pa = mv.map((v, i) => sign * (0.3 * (v + 70) + (i > 0 ? 40 * (v - mv[Math.max(0, i - 3)]!) : 0)) + Math.sin(i * 12.9898) * 0.2);
  const channels = [
    { name: 'Im', unit },
    { name: 'Vm', unit: 'mV' },
  ];
  return {
    name: null,
    sampleRateHz: 10_000,
    startedAt: null,
    channels,
    sweeps: [{ startS: 0, data: [pa, mv] }],
    commands: [],
    tags: [],
    comment: null,
    conditions: {},
  };
}

describe('reversedCurrent', () => {
  it('accepts a current that follows the voltage', () => {
    expect(reversedCurrent(recording(1, 'pA', [-80, -90, -80, -70, -80]))).toBeNull();
  });

  it('reports a current that falls when the voltage rises', () => {
    expect(reversedCurrent(recording(-1, 'pA', [-80, -90, -80, -70, -80]))).toMatch(
      /Channel "Im" falls in 4 of 4 steps where the voltage rises below -45 mV.*probably reversed/,
    );
    expect(reversedCurrent(recording(-1, 'pA/pF', [-80, -90, -80, -70, -80]))).not.toBeNull();
  });

  it('takes no lost sample and no transient across a step for the current', () => {
    const levels = [-80, -90, -80, -70, -80];
    const blanked = recording(1, 'pA', levels);
    const [lost] = blanked.sweeps[0]!.data;
    for (let step = 100; step < 500; step += 100) lost!.fill(NaN, step - 1, step + 3);
    expect(reversedCurrent(blanked)).toBeNull();
    // As of a cell whose transients were taken out by straight lines: the current turns 3 ms after the step, and before it.
    const drawn = recording(1, 'pA', levels);
    const [current, mv] = drawn.sweeps[0]!.data;
    for (let step = 100; step < 500; step += 100)
      for (let i = step - 5; i < step + 30; i++) current![i] = -30 * Math.sign(mv![step + 1]! - mv![step - 10]!);
    expect(reversedCurrent(drawn)).toBeNull();
  });

  it('ignores steps at which channels open, and too few steps', () => {
    expect(reversedCurrent(recording(-1, 'pA', [-80, 0, -80, 20, -80]))).toBeNull();
    expect(reversedCurrent(recording(-1, 'pA', [-80, -90, -80]))).toBeNull();
    expect(reversedCurrent(recording(-1, 'mV', [-80, -90, -80, -70, -80]))).toBeNull();
  });

  it.each([
    [1, null],
    [-1, expect.stringMatching(/falls in 4 of 4 steps/) as string],
  ])('reads behind transients that were blanked: sign %d', (sign, expected) => {
    const blanked = recording(sign, 'pA', [-80, -90, -80, -70, -80]);
    const [pa] = blanked.sweeps[0]!.data;
    for (let step = 100; step < 500; step += 100) pa!.fill(NaN, step - 1, step + 40);
    expect(reversedCurrent(blanked)).toEqual(expected);
    // A step without any current says nothing.
    for (let step = 100; step < 500; step += 100) pa!.fill(NaN, step, step + 100);
    expect(reversedCurrent(blanked)).toBeNull();
  });

  it('is not misled by transients that compensation turned round', () => {
    const over = recording(1, 'pA', [-80, -90, -80, -70, -80]);
    const [pa, mv] = over.sweeps[0]!.data;
    for (let i = 100; i < 500; i++) pa![i]! -= 3 * (mv![i]! - mv![100 * Math.floor(i / 100) - 1]!) * Math.exp(-(i % 100) / 15);
    expect(reversedCurrent(over)).toBeNull();
  });
});
