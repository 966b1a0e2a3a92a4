import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_ITEMS, TICK_MS, type EpatchItem } from '../../../../shared/epatch/index.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import { planDownloads, type Download } from './downloads.ts';

const HOLD = -80_000;
const step = (startLevel: number, durationUs: number): StimulusItem => ({
  kind: 'step',
  startLevel,
  endLevel: startLevel,
  durationUs,
  skippable: false,
});
const rest = step(HOLD, 20_000);

/** Level and ticks in the order in which a device plays them, loops unrolled. */
function unrolled(items: readonly EpatchItem[]): [kind: string, start: number, end: number, ticks: number][] {
  const played: [string, number, number, number][] = [];
  let reps = 0;
  for (let at = 0; at < items.length;) {
    const { kind, start, end, ticks, item, next, reps: most } = items[at]!;
    played.push([kind, start, end, ticks]);
    if (next > item || ++reps >= most) [at, reps] = [at + 1, 0];
    else at = next;
  }
  return played;
}

/** Time course of downloads at each tick, with the rests as they were loaded. */
function course(downloads: readonly Download[]): string {
  const levels = downloads.flatMap(({ items, endUs }) => {
    let left = Math.round(endUs / (1000 * TICK_MS));
    return unrolled(items).flatMap(([kind, start, end, ticks]) => {
      const most = Math.min(left, ticks);
      left -= most;
      return Array.from({ length: most }, (_, k) => (kind === 'step' ? start : start + ((end - start) * k) / ticks).toFixed(3));
    });
  });
  return levels.join();
}

/** The same of the items themselves. */
function courseOf(items: readonly StimulusItem[]): string {
  return items
    .flatMap(({ startLevel, endLevel, durationUs, kind }) => {
      const ticks = durationUs / 100;
      return Array.from({ length: ticks }, (_, k) => {
        const at = kind === 'step' ? startLevel : startLevel + ((endLevel - startLevel) * k) / ticks;
        return (at / 1000).toFixed(3);
      });
    })
    .join();
}

const anyItem = fc.record({
  kind: fc.constantFrom('step' as const, 'ramp' as const),
  startLevel: fc.integer({ min: -120, max: 60 }).map((mv) => mv * 1000),
  endLevel: fc.integer({ min: -120, max: 60 }).map((mv) => mv * 1000),
  durationUs: fc.integer({ min: 1, max: 30 }).map((ticks) => ticks * 100),
  skippable: fc.constant(false),
});
/** Groups short enough for a download, a rest after each. */
const splittable = fc
  .array(fc.array(anyItem, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 })
  .map((groups) =>
    groups.flatMap((group) => [...group.map((item) => (item.kind === 'step' ? { ...item, endLevel: item.startLevel } : item)), rest]),
  );

test('downloads play the stimulus, each within its items, each but the last up to a rest', () => {
  fc.assert(
    fc.property(splittable, (items) => {
      const { downloads, played } = planDownloads([step(HOLD, 300_000), ...items], 1000, HOLD);
      expect(played).toHaveLength(items.length + 1);
      expect(course(downloads)).toBe(courseOf(played));
      for (const [i, { items: sent, rest: resting }] of downloads.entries()) {
        expect(sent.length).toBeLessThanOrEqual(MOST_ITEMS);
        expect(sent.map(({ item }) => item)).toEqual(sent.map((_, k) => k));
        expect(sent.at(-1)).toMatchObject({ kind: 'step', start: -80, reps: 1 });
        expect(resting === null).toBe(i === downloads.length - 1);
        if (resting !== null) expect(played[resting]).toMatchObject({ kind: 'step', startLevel: HOLD });
      }
    }),
    { numRuns: 60 },
  );
});

test('levels and edges are rounded to the grid, so that errors of time do not add up', () => {
  const { played } = planDownloads([step(8500, 8149), step(-500, 1040), step(1499, 1040)], 1000, HOLD);
  expect(played.map(({ startLevel, durationUs }) => [startLevel, durationUs])).toEqual([
    [9000, 8100],
    [0, 1100],
    [1000, 1000],
  ]);
});

test('ten test pulses are one download of a loop', () => {
  const pulses = Array.from({ length: 10 }, () => [step(HOLD, 20_000), step(-90_000, 30_000)]).flat();
  const { downloads } = planDownloads([step(HOLD, 100_000), ...pulses], 1000, HOLD);
  expect(downloads).toHaveLength(1);
  expect(downloads[0]!.items.length).toBeLessThan(8);
});

test('what has no rest to split at, or is too short, is refused in one sentence', () => {
  const levels = Array.from({ length: 16 }, (_, i) => step(i * 1000, 1000));
  expect(() => planDownloads(levels, 1000, HOLD)).toThrow(/takes 15 items a download/);
  // Not at the hold before the protocol.
  expect(() => planDownloads([step(HOLD, 1000), ...levels.slice(0, 14)], 1000, HOLD)).toThrow(/takes 15 items a download/);
  expect(() => planDownloads([step(0, 40)], 1000, HOLD)).toThrow(/at least 0.1 ms/);
});
