import { describe, expect, it } from 'vitest';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { assertItems, assertRealised } from './check-items.ts';

const step = (startLevel: number, durationUs: number, change: Partial<StimulusItem> = {}): StimulusItem => ({
  kind: 'step',
  startLevel,
  endLevel: startLevel,
  durationUs,
  skippable: false,
  ...change,
});
const ASKED = [step(-80_000, 500_000), step(6020, 200_010), step(20_000, 150_030, { kind: 'ramp', endLevel: -100_500 })];
const GRID = { voltageStepMv: 0.05, timeStepMs: 0.02 };
const COARSE = { voltageStepMv: 1, timeStepMs: 0.1 };
const withGrid = (stimulusGrid: typeof GRID) => ({ stimulusGrid, roundedWithin: null });
/** Levels and edges rounded to the grid, as a correct amplifier does, down where they do not round to the nearest. */
const onGrid = (items: readonly StimulusItem[], { voltageStepMv, timeStepMs }: typeof GRID, round = Math.round): StimulusItem[] => {
  const level = (uv: number): number => Math.round(round(uv / (voltageStepMv * 1000)) * voltageStepMv * 1000);
  const edge = (us: number): number => Math.round(round(us / (timeStepMs * 1000)) * timeStepMs * 1000);
  let askedUs = 0;
  return items.map((item) => {
    const startUs = edge(askedUs);
    askedUs += item.durationUs;
    return { ...item, startLevel: level(item.startLevel), endLevel: level(item.endLevel), durationUs: edge(askedUs) - startUs };
  });
};
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
    for (const grid of [GRID, COARSE]) {
      for (const round of [Math.round, Math.floor, Math.ceil])
        expect(words(() => assertRealised(ASKED, onGrid(ASKED, grid, round), withGrid(grid), 'VC'))).toBe('');
    }
  });

  it('of an amplifier that does not report its grid may be half a coarse step off and no more', () => {
    const withoutThem = { stimulusGrid: COARSE, roundedWithin: { levelMv: 0.5, timeMs: 0.1 } };
    const off = (uv: number, us: number) =>
      words(() => assertRealised([step(6000, 1000)], [step(6000 + uv, 1000 + us)], withoutThem, 'VC'));
    expect([off(500, 100), off(-500, -100)]).toEqual(['', '']);
    expect([off(501, 0), off(0, 101)].map((text) => text !== '')).toEqual([true, true]);
  });

  const spoiled: [string, (items: StimulusItem[]) => StimulusItem[]][] = [
    ['a level of 2 V', (items) => items.with(1, step(2_000_000, 200_020))],
    ['reversed signs', (items) => items.map((item) => ({ ...item, startLevel: -item.startLevel, endLevel: -item.endLevel }))],
    ['a level one grid step off', (items) => items.with(1, { ...items[1]!, startLevel: 6070, endLevel: 6070 })],
    ['an end of its own', (items) => items.with(1, { ...items[1]!, endLevel: 0 })],
    ['a duration one time step off', (items) => items.with(0, { ...items[0]!, durationUs: 500_020 })],
    ['durations that drift', (items) => items.map((item) => ({ ...item, durationUs: item.durationUs + 10 }))],
    ['no duration', (items) => items.with(1, { ...items[1]!, durationUs: 0 })],
    ['another kind', (items) => items.with(2, { ...items[2]!, kind: 'step' })],
    ['another item that may be skipped', (items) => items.with(2, { ...items[2]!, skippable: true })],
    ['a level that is no number', (items) => items.with(1, { ...items[1]!, startLevel: Number.NaN })],
    ['a duration that is no number', (items) => items.with(1, { ...items[1]!, durationUs: Number.NaN })],
    ['an item fewer', (items) => items.slice(1)],
    ['an item more', (items) => [...items, items[0]!]],
  ];
  it.each(spoiled)('with %s is refused in one sentence', (_, spoil) => {
    const text = words(() => assertRealised(ASKED, spoil(ASKED.map((item) => ({ ...item }))), withGrid(GRID), 'VC'));
    expect(text).toMatch(/^The device would not play what was asked: .* expected .* it would play /);
    expect(text.length).toBeLessThan(400);
  });

  it('is never beyond 200 mV, even by rounding', () => {
    const asked = [step(200_000, 1000)];
    expect(words(() => assertRealised(asked, [step(200_001, 1000)], withGrid(GRID), 'VC'))).toMatch(
      /expected 200 mV, it would play 200.001 mV/,
    );
  });

  it('without clamp injects nothing', () => {
    const asked = [step(0, 1000)];
    expect(words(() => assertRealised(asked, asked, withGrid(GRID), 'I0'))).toBe('');
    expect(words(() => assertRealised(asked, [step(1, 1000)], withGrid(GRID), 'I0'))).toMatch(/would not play/);
  });
});

describe('the asked protocol', () => {
  it.each([
    [[], /1 to 4096 items/],
    [Array.from({ length: 4097 }, () => step(0, 1)), /got 4097/],
    [[step(0, 4_296_967_296)], /duration of 0.001 to 4294967.295 ms, got 4296967.296 ms/],
    [[step(0, 0)], /duration/],
    [[step(0, Number.NaN)], /duration/],
    [[step(200_001, 1000)], /within \+-200 mV, got 200.001/],
    [[step(Number.NaN, 1000)], /level/],
    [Array.from({ length: 60 }, () => step(0, 4_000_000_000)), /at most 2147483648 samples/],
  ])('is refused where it cannot be sent', (items, expected) => {
    expect(words(() => assertItems(items, { mode: 'VC', sampleRateHz: 10_000 }, BUILT_IN_RIG.capabilities))).toMatch(expected);
  });
  it('stays within the range of the amplifier', () => {
    const narrow = { itemsPerDownload: 4, voltageRangeMv: { lowest: -150, highest: 100 } };
    const asked = { mode: 'VC', sampleRateHz: 10_000 } as const;
    expect(words(() => assertItems([step(-150_000, 1)], asked, narrow))).toBe('');
    expect(words(() => assertItems([step(100_001, 1)], asked, narrow))).toMatch(/within -150 to 100 mV, got 100.001/);
    // No amplifier is asked to go beyond what a cell survives.
    expect(words(() => assertItems([step(201_000, 1)], asked, { ...narrow, voltageRangeMv: { lowest: -1000, highest: 1000 } }))).toMatch(
      /within \+-200 mV/,
    );
  });
});
