import { describe, expect, it } from 'vitest';
import type { CalibrationEntry, DeviceStatus, Samples } from '../../../../shared/riglink/index.ts';
import { EVENT_CODE } from '../../../../shared/riglink/index.ts';
import type { SampleGap } from '../../amplifier/amplifier-events.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import type { JudgedEnd } from '../../run/run-check.ts';
import { RunCheck } from '../../run/run-check.ts';
import type { DeviceRunPlan } from './device-run.ts';
import { DeviceRun } from './device-run.ts';

const CALIBRATION: CalibrationEntry[] = [0, 1].map((channel) => ({
  channel,
  range: 0,
  scale: 0.01,
  offset: 0,
  unit: '',
  filterHz: 0,
  date: '',
}));
const ITEMS: StimulusItem[] = [{ kind: 'step', startLevel: -80_000, endLevel: -80_000, durationUs: 1_000_000, skippable: false }];

/**
 * A run of 1 s at 1 kHz with its own clock, judged as a pass judges it; `play` sends frames of 100 samples that match the items.
 */
function bench() {
  let nowMs = 0;
  const kept: string[] = [];
  const ends: JudgedEnd[] = [];
  const nowOf = (): number => nowMs;
  const plan: DeviceRunPlan = {
    calibration: CALIBRATION,
    items: ITEMS,
    sampleRateHz: 1000,
    range: 0,
    runNumber: 7,
    simulated: false,
    nowMs: nowOf,
  };
  const check = new RunCheck({ items: ITEMS, mode: 'VC', sampleRateHz: 1000, simulated: false, nowMs: nowOf });
  const lose = (gap: SampleGap | null): void => {
    if (gap !== null) kept.push(`gap ${gap.firstIndex}-${gap.firstIndex + gap.count}`);
  };
  const run = new DeviceRun(plan, {
    block: (block) => {
      const { gap, wrong } = check.take(block);
      expect(wrong).toBeNull();
      lose(gap);
      kept.push(`${block.firstIndex}-${block.firstIndex + block.voltageMv.length}`);
    },
    gap: (gap) => lose(check.lose(gap)),
    event: ({ code }) => void kept.push(`event ${code}`),
    end: (reported) => {
      const { gap, end } = check.judge(reported);
      lose(gap);
      ends.push(end);
    },
  });
  check.started();
  run.started();
  const frame = (firstIndex: number, count = 100, counts = -8000): Samples => ({
    kind: 'samples',
    firstIndex,
    count,
    channels: 2,
    range: 0,
    item: 0,
    sweep: 0,
    values: Int16Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? counts : 1)),
    runNumber: 7,
  });
  const bench = {
    run,
    check,
    kept,
    ends,
    frame,
    play(from: number, to: number) {
      for (let index = from; index < to; index += 100) {
        nowMs = Math.max(nowMs, index + 100);
        run.takeSamples(frame(index, Math.min(100, to - index)));
      }
    },
    event: (code: number, index: number, argument: number, runNumber: number | null = 7) =>
      run.takeEvent({ kind: 'event', code, index, argument, runNumber }),
    status: (state: DeviceStatus['state'], index: number, runNumber: number | null = 7) =>
      run.takeStatus({
        kind: 'status',
        index,
        deviceTimeUs: nowMs * 1000,
        temperatureC: null,
        bufferedFrames: 0,
        state,
        creditFrames: 1,
        overruns: 0,
        runNumber,
      }),
    word: () => (ends[0]?.kind === 'cut-short' ? ends[0].reason : (ends[0]?.kind ?? 'runs')),
  };
  return bench;
}

describe('a run of a device', () => {
  it('is complete with its whole length, reported by the event or by a state', () => {
    for (const source of ['event', 'status'] as const) {
      const { play, event, status, word, kept } = bench();
      play(0, 1001);
      if (source === 'event') event(EVENT_CODE.runEnd, 1001, 0);
      else status('idle', 1001);
      expect(word()).toBe('complete');
      expect(kept.filter((part) => part.startsWith('gap'))).toEqual([]);
    }
  });

  it.each([
    [
      'a run end too early',
      (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.runEnd, 500, 0),
      /ended its run early, after 0.50 s of 1.00 s/,
    ],
    ['a stop nobody asked for', (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.runEnd, 500, 1), /stopped by itself after 0.50 s/],
    ['an end before its samples', (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.runEnd, 100, 0), /before the last it had sent/],
    ['an idle device', (b: ReturnType<typeof bench>) => b.status('idle', 500), /ended its run early/],
    ['an idle device of a wild index', (b: ReturnType<typeof bench>) => b.status('idle', 2 ** 52), /ended its run early/],
    ['a safe device', (b: ReturnType<typeof bench>) => b.status('safe', 500), /safe level by itself/],
    ['a PANIC', (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.panic, 500, 1), /safe level by itself/],
    ['a watchdog', (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.watchdog, 500, 0), /safe level by itself/],
    ['a restart by its run number', (b: ReturnType<typeof bench>) => [0, 0].forEach((index) => b.status('idle', index, 0)), /restarted/],
    ['a restart by its state', (b: ReturnType<typeof bench>) => [0, 0].forEach((index) => b.status('armed', index)), /restarted/],
    ['a restart by its samples', (b: ReturnType<typeof bench>) => b.run.takeSamples(b.frame(0, 100, 8000)), /count its samples anew/],
  ])('is cut short by %s, and what it lacks is a gap', (_, happens, expected) => {
    const b = bench();
    b.play(0, 500);
    happens(b);
    expect(b.word()).toMatch(expected);
    expect(b.kept.at(-1)).toBe('gap 500-1001');
    // Nothing comes after its end.
    b.play(500, 1001);
    b.event(EVENT_CODE.runEnd, 1001, 0);
    expect(b.ends).toHaveLength(1);
    expect(b.kept.at(-1)).toBe('gap 500-1001');
  });

  it('that the operator stopped stays stopped, with what was played', () => {
    const b = bench();
    b.check.askedToStop();
    b.play(0, 500);
    b.event(EVENT_CODE.runEnd, 500, 1);
    expect(b.word()).toBe('stopped');
    expect(b.run.stream.lostSamples).toBe(0);
  });

  it.each([
    ['a run end of another run', EVENT_CODE.runEnd, 500, 0, 6],
    ['a run end beyond the run', EVENT_CODE.runEnd, 2 ** 40, 0, 7],
    ['a run end before its time', EVENT_CODE.runEnd, 1001, 0, 7],
    ['a run end of no kind', EVENT_CODE.runEnd, 500, -7, 7],
    ['a fast forward that nobody asked for', EVENT_CODE.fastForward, 900, 0, 7],
    ['an overrun of minus five', EVENT_CODE.overrun, 500, -5, 7],
    ['an overrun of 2e9', EVENT_CODE.overrun, 500, 2e9, 7],
  ])('drops %s', (_, code, index, argument, runNumber) => {
    const b = bench();
    b.play(0, 500);
    b.event(code, index, argument, runNumber);
    expect(b.word()).toBe('runs');
    expect(b.run.faultyMessages + b.run.staleMessages).toBe(1);
    b.play(500, 1001);
    b.event(EVENT_CODE.runEnd, 1001, 0);
    expect(b.word()).toBe('complete');
  });

  it('keeps no more events than a run can have', () => {
    const b = bench();
    for (let i = 0; i < 100_000; i++) b.event(EVENT_CODE.trigger, 0, i);
    expect(b.kept.length).toBeLessThan(11_000);
  });
});
