import { describe, expect, it } from 'vitest';
import type { CalibrationEntry, Samples } from '../../../../shared/riglink/index.ts';
import type { StreamPlan } from './sample-stream.ts';
import { SampleStream } from './sample-stream.ts';

const CALIBRATION: CalibrationEntry[] = [0, 1].map((channel) => ({
  channel,
  range: 1,
  scale: channel + 1,
  offset: 10,
  unit: '',
  filterHz: 0,
  date: '',
}));
const ANY_TIME = Number.POSITIVE_INFINITY;

function stream(change: Partial<StreamPlan> = {}): SampleStream {
  return new SampleStream(CALIBRATION, { runSamples: 101, skippableSamples: 0, range: 1, runNumber: 7, ...change });
}

/** Ten samples whose counts are their indices. */
function frame(firstIndex: number, change: Partial<Samples> = {}): Samples {
  const values = Int16Array.from({ length: 20 }, (_, i) => (firstIndex + (i >> 1)) % 30_000);
  return { kind: 'samples', firstIndex, count: 10, channels: 2, range: 1, item: 0, sweep: 0, values, runNumber: 7, ...change };
}

/** "0-10" a block, "gap 10-20" a gap. */
function play(target: SampleStream, frames: readonly Samples[], dueIndex = ANY_TIME): string[] {
  return frames.flatMap((samples) => target.take(samples, dueIndex)).map(shown);
}

function shown(part: ReturnType<SampleStream['take']>[number]): string {
  if (part.kind === 'gap') return `gap ${part.gap.firstIndex}-${part.gap.firstIndex + part.gap.count}`;
  const { firstIndex, voltageMv, currentPa } = part.block;
  voltageMv.forEach((value, k) => {
    expect(value).toBe(firstIndex + k + 10);
    expect(currentPa[k]).toBe(2 * (firstIndex + k) + 10);
  });
  return `${firstIndex}-${firstIndex + voltageMv.length}`;
}

describe('the sample stream', () => {
  it('finds what is missing as soon as that is certain', () => {
    const target = stream();
    expect(play(target, [frame(0), frame(20)])).toEqual(['0-10']);
    expect(play(target, [frame(30)])).toEqual(['gap 10-20', '20-30', '30-40']);
    expect(target).toMatchObject({ lostSamples: 10, takenSamples: 30, expectedIndex: 40 });
    expect(target.endAt(101).map(shown)).toEqual(['gap 40-101']);
    expect(target.lostSamples).toBe(71);
  });

  it.each([10 + 1e6, 60, 15, 2 ** 52])('drops one frame with the wild index %d and continues', (wild) => {
    const target = stream();
    const kept = play(target, [frame(0), frame(wild, { values: frame(10).values }), frame(20), frame(30), frame(40)]);
    expect(kept).toEqual(['0-10', 'gap 10-20', '20-30', '30-40', '40-50']);
    expect(target).toMatchObject({ faultyFrames: 1, expectedIndex: 50 });
  });

  it('does not accept a frame alone between two losses', () => {
    const target = stream();
    // Its index is 3 too low; no neighbour shows it.
    expect(play(target, [frame(0), frame(27, { values: frame(30).values }), frame(50), frame(60)])).toEqual([
      '0-10',
      'gap 10-50',
      '50-60',
      '60-70',
    ]);
    expect(target).toMatchObject({ faultyFrames: 1, lostSamples: 40 });
  });

  it('restores the order of neighbours that the line exchanged', () => {
    expect(play(stream(), [frame(0), frame(20), frame(10), frame(30)])).toEqual(['0-10', '10-20', '20-30', '30-40']);
  });

  it('accepts no index that the clock does not allow', () => {
    const target = stream();
    expect(play(target, [frame(0), frame(10)], 15)).toEqual(['0-10']);
    expect(target.faultyFrames).toBe(1);
  });

  it.each([
    ['range', { range: 0 }],
    ['channel count', { channels: 3, count: 6, values: new Int16Array(18) }],
    ['length', { count: 0, values: new Int16Array() }],
  ] as const)('makes no sample of a frame of another %s', (_, change) => {
    const target = stream();
    expect(play(target, [frame(0), frame(10, change), frame(20), frame(30)])).toEqual(['0-10', 'gap 10-20', '20-30', '30-40']);
    expect(target.faultyFrames).toBe(1);
  });

  it('drops frames of an earlier run', () => {
    const target = stream();
    expect(play(target, [frame(0, { runNumber: 6 }), frame(0), frame(10, { runNumber: null }), frame(10)])).toEqual(['0-10', '10-20']);
    expect(target.staleFrames).toBe(2);
    expect(play(stream({ runNumber: null }), [frame(0, { runNumber: null })])).toEqual(['0-10']);
  });

  it('distinguishes a repeated frame from a device that restarts its count', () => {
    const repeated = stream();
    expect(play(repeated, [frame(0), frame(0), frame(10), frame(10)])).toEqual(['0-10', '10-20']);
    expect(repeated).toMatchObject({ repeatedFrames: 2, restarted: false });

    const late = stream();
    play(late, [frame(0), frame(20), frame(30), frame(10)]);
    expect(late).toMatchObject({ repeatedFrames: 1, restarted: false });

    const other = stream();
    play(other, [frame(0), frame(10), frame(0, { values: frame(10).values })]);
    expect(other.restarted).toBe(true);

    const again = stream();
    play(
      again,
      [0, 10, 20, 30, 0, 10, 20, 30].map((index) => frame(index)),
    );
    expect(again.restarted).toBe(true);
  });

  it('leaves out what was fast-forwarded, and accepts no other fast forward', () => {
    const target = stream({ skippableSamples: 50 });
    expect([51, 1e9, -1].map((index) => target.skipTo(index))).toEqual([false, false, false]);
    expect(target.skipTo(50)).toBe(true);
    expect(play(target, [frame(50)])).toEqual(['50-60']);
    expect(target.lostSamples).toBe(0);
    const unheard = stream({ skippableSamples: 50 });
    expect(play(unheard, [frame(50), frame(60)])).toEqual(['50-60', '60-70']);
    expect(unheard.lostSamples).toBe(0);
  });

  it('cuts a rounding past the end, and reports samples that continue past it', () => {
    const target = stream();
    play(
      target,
      [0, 10, 20, 30, 40, 50, 60, 70, 80].map((index) => frame(index)),
    );
    const last = frame(90, { count: 12, values: Int16Array.from({ length: 24 }, (_, i) => 90 + (i >> 1)) });
    expect(play(target, [last])).toEqual(['90-101']);
    expect(target.pastEnd).toBe(false);
    play(target, [frame(102)]);
    expect(target.pastEnd).toBe(true);
  });
});
