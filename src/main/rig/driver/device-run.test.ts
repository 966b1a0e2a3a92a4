import { describe, expect, it } from 'vitest';
import type { CalibrationEntry, DeviceStatus, ProtocolItem, Samples } from '../../../shared/riglink/index.ts';
import { EVENT_CODE } from '../../../shared/riglink/index.ts';
import type { DeviceRunEnd, DeviceRunPlan } from './device-run.ts';
import { DeviceRun } from './device-run.ts';

const CALIBRATION: CalibrationEntry[] = [0, 1].map((channel) => ({ channel, range: 0, scale: 0.01, offset: 0, unit: '', filterHz: 0, date: '' }));
const step = (level: number, durationUs: number, flags = 0): ProtocolItem => ({ kind: 'step', startLevel: level, endLevel: level, durationUs, flags });

/** A run of 1 s at 1 kHz with a clock of its own; `play` sends frames of 100 samples that are what the items say. */
function bench(change: Partial<DeviceRunPlan> = {}) {
  let nowMs = 0;
  const kept: string[] = [];
  const ends: DeviceRunEnd[] = [];
  const run = new DeviceRun(
    { calibration: CALIBRATION, items: [step(-80_000, 1_000_000)], mode: 'VC', sampleRateHz: 1000, range: 0, runNumber: 7, simulated: false, nowMs: () => nowMs, ...change },
    {
      block: ({ firstIndex, voltageMv }) => void kept.push(`${firstIndex}-${firstIndex + voltageMv.length}`),
      gap: ({ firstIndex, count }) => void kept.push(`gap ${firstIndex}-${firstIndex + count}`),
      event: ({ code }) => void kept.push(`event ${code}`),
      end: (end) => void ends.push(end),
    },
  );
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
    kept,
    ends,
    frame,
    pass(ms: number) {
      for (let end = nowMs + ms; nowMs < end; ) {
        nowMs += 200;
        run.look();
      }
    },
    play(from: number, to: number) {
      for (let index = from; index < to; index += 100) {
        nowMs = Math.max(nowMs, index + 100);
        run.takeSamples(frame(index, Math.min(100, to - index)));
      }
    },
    event: (code: number, index: number, argument: number, runNumber: number | null = 7) => run.takeEvent({ kind: 'event', code, index, argument, runNumber }),
    status: (state: DeviceStatus['state'], index: number, runNumber: number | null = 7) =>
      run.takeStatus({ kind: 'status', index, deviceTimeUs: nowMs * 1000, temperatureC: null, bufferedFrames: 0, state, creditFrames: 1, overruns: 0, runNumber }),
    word: () => (ends[0]?.kind === 'cut-short' ? ends[0].reason : (ends[0]?.kind ?? 'runs')),
  };
  return bench;
}

describe('a run of a device', () => {
  it('is complete with its whole length, told by the event or by a state', () => {
    for (const tell of ['event', 'status'] as const) {
      const { play, event, status, word, kept } = bench();
      play(0, 1001);
      if (tell === 'event') event(EVENT_CODE.runEnd, 1001, 0);
      else status('idle', 1001);
      expect(word()).toBe('complete');
      expect(kept.filter((part) => part.startsWith('gap'))).toEqual([]);
    }
  });

  it.each([
    ['a run end too early', (b: ReturnType<typeof bench>) => b.event(EVENT_CODE.runEnd, 500, 0), /ended its run early, after 0.50 s of 1.00 s/],
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
    ['no samples for a second', (b: ReturnType<typeof bench>) => b.pass(1600), /No samples came for 1 s/],
  ])('is cut short by %s, and what it lacks is a gap', (_, happens, expected) => {
    const b = bench();
    b.play(0, 500);
    happens(b);
    expect(b.word()).toMatch(expected);
    expect(b.kept.at(-1)).toBe('gap 500-1001');
    expect(b.run.stream.lostSamples).toBe(501);
    // Nothing comes after its end.
    b.play(500, 1001);
    b.event(EVENT_CODE.runEnd, 1001, 0);
    expect(b.ends).toHaveLength(1);
    expect(b.kept.at(-1)).toBe('gap 500-1001');
  });

  it('that the operator stopped stays stopped, with what was played', () => {
    const b = bench();
    b.run.askedToStop();
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

  it('waits for a hold that is lived through faster than the clock, but not for ever', () => {
    const items = [step(-80_000, 10_000_000, 1), step(-80_000, 1_000_000)];
    const b = bench({ items });
    b.pass(35_000);
    expect(b.word()).toBe('runs');
    b.event(EVENT_CODE.fastForward, 10_000, 1);
    b.pass(1600);
    expect(b.word()).toMatch(/No samples came/);
    const never = bench({ items });
    never.pass(41_000);
    expect(never.word()).toMatch(/No samples came for 40 s/);
  });

  it('is not told to have stalled by a host that was busy itself', () => {
    const b = bench();
    b.play(0, 500);
    b.pass(600);
    expect(b.word()).toBe('runs');
  });

  it.each([
    ['reversed', 8000],
    ['elsewhere', 0],
  ])('whose voltage is %s is not believed', (_, counts) => {
    const b = bench();
    b.pass(200);
    b.run.takeSamples(b.frame(0, 100, counts));
    expect(b.word()).toMatch(/The device tells .* mV at 0.00\d s where it should be -80.0 mV/);
    const free = bench({ mode: 'I0' });
    free.pass(200);
    free.run.takeSamples(free.frame(0, 100, counts));
    expect(free.word()).toBe('runs');
  });
});
