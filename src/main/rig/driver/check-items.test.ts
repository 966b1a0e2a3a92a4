import { describe, expect, it } from 'vitest';
import type { ProtocolItem, StimulusGrid } from '../../../shared/riglink/index.ts';
import { realiseItems } from '../../../shared/riglink/index.ts';
import { assertItems, assertRealised } from './check-items.ts';

const step = (startLevel: number, durationUs: number, change: Partial<ProtocolItem> = {}): ProtocolItem => ({ kind: 'step', startLevel, endLevel: startLevel, durationUs, flags: 0, ...change });
const ASKED = [step(-80_000, 500_000), step(6020, 200_010), step(20_000, 150_030, { kind: 'ramp', endLevel: -100_500 })];
const GRID: StimulusGrid = { levelStepUv: 50, timeStepUs: 20 };
const words = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the realised protocol', () => {
  it('may differ by the rounding of the grid', () => {
    expect(words(() => assertRealised(ASKED, realiseItems(ASKED, GRID), GRID, 'VC'))).toBe('');
    expect(words(() => assertRealised(ASKED, realiseItems(ASKED, { levelStepUv: 1000, timeStepUs: 100 }), null, 'VC'))).toBe('');
  });

  const spoiled: [string, (items: ProtocolItem[]) => ProtocolItem[]][] = [
    ['a level of 2 V', (items) => items.with(1, step(2_000_000, 200_020))],
    ['reversed signs', (items) => items.map((item) => ({ ...item, startLevel: -item.startLevel, endLevel: -item.endLevel }))],
    ['a level one grid step off', (items) => items.with(1, { ...items[1]!, startLevel: 6070, endLevel: 6070 })],
    ['an end of its own', (items) => items.with(1, { ...items[1]!, endLevel: 0 })],
    ['a duration one time step off', (items) => items.with(0, { ...items[0]!, durationUs: 500_020 })],
    ['durations that drift', (items) => items.map((item) => ({ ...item, durationUs: item.durationUs + 10 }))],
    ['no duration', (items) => items.with(1, { ...items[1]!, durationUs: 0 })],
    ['another kind', (items) => items.with(2, { ...items[2]!, kind: 'step' })],
    ['other flags', (items) => items.with(2, { ...items[2]!, flags: 1 })],
    ['an item fewer', (items) => items.slice(1)],
    ['an item more', (items) => [...items, items[0]!]],
  ];
  it.each(spoiled)('with %s is refused in one sentence', (_, spoil) => {
    const text = words(() => assertRealised(ASKED, spoil(ASKED.map((item) => ({ ...item }))), GRID, 'VC'));
    expect(text).toMatch(/^The device would not play what was asked: .* expected .* it would play /);
    expect(text.length).toBeLessThan(400);
  });

  it('is never beyond 200 mV, though the rounding were', () => {
    const asked = [step(200_000, 1000)];
    expect(words(() => assertRealised(asked, [step(200_001, 1000)], GRID, 'VC'))).toMatch(/expected 200 mV, it would play 200.001 mV/);
  });

  it('without clamp injects nothing', () => {
    const asked = [step(0, 1000)];
    expect(words(() => assertRealised(asked, asked, GRID, 'I0'))).toBe('');
    expect(words(() => assertRealised(asked, [step(1, 1000)], null, 'I0'))).toMatch(/would not play/);
  });
});

describe('the asked protocol', () => {
  it.each([
    [[], /1 to 65535 items/],
    [Array.from({ length: 65_536 }, () => step(0, 1)), /got 65536/],
    [[step(0, 4_296_967_296)], /duration of 0.001 to 4294967.295 ms, got 4296967.296 ms/],
    [[step(0, 0)], /duration/],
    [[step(0, Number.NaN)], /duration/],
    [[step(200_001, 1000)], /within \+-200 mV, got 200.001/],
    [[step(Number.NaN, 1000)], /level/],
    [Array.from({ length: 60 }, () => step(0, 4_000_000_000)), /at most 2147483648 samples/],
  ])('is refused where it cannot be sent', (items, expected) => {
    expect(words(() => assertItems(items, 'VC', 10_000))).toMatch(expected);
  });
});
