import { describe, expect, it } from 'vitest';
import type { TwinBeat } from '../state/appState.ts';
import { alignBeats } from './alignBeats.ts';

const features = { beats: 1, cycleLengthMs: 100, apd50Ms: 10, apd90Ms: 20, mdpMv: -75, peakMv: 30, dvdtMaxVs: 30 };
const step = (risesAtMs: number, dtMs: number): TwinBeat => ({
  outcome: 'beating',
  features,
  dtMs,
  voltageMv: Array.from({ length: Math.round(100 / dtMs) }, (_, i) => (i * dtMs >= risesAtMs ? 30 : -75)),
});

describe('alignBeats', () => {
  it('aligns beats of different start and sampling at the upstroke', () => {
    const [timeMs, twin, recorded] = alignBeats([step(40, 1), step(20, 0.5)]);
    const at = (time: number): number => Array.from(timeMs).findIndex((t) => Math.abs(t - time) < 1e-6);
    expect(twin?.[at(-2)]).toBe(-75);
    expect(recorded?.[at(-2)]).toBe(-75);
    expect(twin?.[at(2)]).toBe(30);
    expect(recorded?.[at(2)]).toBe(30);
  });

  it('leaves a gap where the other beat has no samples', () => {
    const [, , recorded] = alignBeats([step(40, 1), step(20, 0.5)]);
    expect(recorded?.[0]).toBeNull();
  });

  it('gives nothing for no beats', () => {
    expect(alignBeats([])).toEqual([[]]);
  });
});
