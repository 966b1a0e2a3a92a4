import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OVERLAID, ScopeTraces } from './scopeTraces.ts';

const SHAPE = { beforeMs: 25, sweepMs: 50 };

/** One sweep of 2500 samples: -80 pA, -90 in the pulse, transients of `peakPa` at both edges. */
function sweep(firstSample: number, level = -80, peakPa = 2000) {
  const currentPa = Float32Array.from({ length: 2500 }, (_, k) => {
    const since = k < 1250 ? k : k - 1250;
    return (k < 1250 ? level : level - 10) + (k < 1250 ? 1 : -1) * peakPa * Math.exp(-since / 40);
  });
  return { recordingId: 0, seq: 0, firstSample, sampleRateHz: 50_000, stride: 1, voltageMv: currentPa, currentPa };
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => draw());
});

describe('ScopeTraces', () => {
  it('overlays the last sweeps, the newest drawn last', () => {
    const scope = new ScopeTraces();
    scope.expect(SHAPE);
    for (let i = 0; i < OVERLAID + 2; i++) scope.push(sweep(i * 2500, -80 - i));
    const [time] = scope.current.get();
    const [before, newest] = scope.current.get().slice(-2);
    expect(time.length).toBe(1250);
    expect(scope.current.get()).toHaveLength(OVERLAID + 1);
    expect(newest?.[600]).toBeCloseTo(-80 - OVERLAID - 1, 3);
    expect(before?.[600]).toBeCloseTo(-80 - OVERLAID, 3);
  });

  it('scales to the steady current, not to the transients', () => {
    const scope = new ScopeTraces();
    scope.expect(SHAPE);
    scope.push(sweep(0));
    const [low, high] = scope.steadyRange() ?? [0, 0];
    expect(low).toBeCloseTo(-90, 0);
    expect(high).toBeCloseTo(-80, 0);
  });

  it('keeps a transient that is shorter than a drawn point', () => {
    const scope = new ScopeTraces();
    scope.expect(SHAPE);
    scope.push(sweep(0));
    expect(Math.min(...Array.from(scope.current.get().at(-1) ?? [], Number))).toBeLessThan(-2000);
  });

  it('shows the last sweep of a block that was coalesced to extremes', () => {
    const scope = new ScopeTraces();
    scope.expect(SHAPE);
    const values = Float32Array.from({ length: 2 * 625 * 2 }, (_, i) => (i < 1250 ? 1 : 2));
    scope.push({ ...sweep(0), stride: 4, currentPa: values, voltageMv: values });
    expect(Array.from(scope.current.get().at(-1) ?? []).every((value) => value === 2)).toBe(true);
  });

  it('is empty for another shape of sweep', () => {
    const scope = new ScopeTraces();
    scope.expect(SHAPE);
    scope.push(sweep(0));
    scope.expect({ beforeMs: 10, sweepMs: 20 });
    expect(scope.steadyRange()).toBeNull();
  });
});
