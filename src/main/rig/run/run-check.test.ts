import { describe, expect, it } from 'vitest';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { RunCheck, type RunPlan } from './run-check.ts';

const step = (level: number, durationUs: number, skippable = false): StimulusItem => ({
  kind: 'step',
  startLevel: level,
  endLevel: level,
  durationUs,
  skippable,
});

/** A run of 1 s at 1 kHz, 1,001 samples, with its own clock. */
function bench(change: Partial<RunPlan> = {}) {
  const clock = { nowMs: 0 };
  const check = new RunCheck({
    items: [step(-80_000, 1_000_000)],
    mode: 'VC',
    sampleRateHz: 1000,
    simulated: false,
    nowMs: () => clock.nowMs,
    ...change,
  });
  check.starting();
  check.started();
  const block = (firstIndex: number, count: number, millivolt = -80, picoampere = 1) => ({
    firstIndex,
    voltageMv: new Float32Array(count).fill(millivolt),
    currentPa: new Float32Array(count).fill(picoampere),
  });
  return {
    clock,
    check,
    block,
    play(from: number, to: number) {
      clock.nowMs = Math.max(clock.nowMs, to);
      return check.take(block(from, to - from));
    },
    pass(ms: number): string | null {
      for (const end = clock.nowMs + ms; clock.nowMs < end;) {
        clock.nowMs += 200;
        const stalled = check.stalled();
        if (stalled !== null) return stalled;
      }
      return null;
    },
  };
}

describe('the samples of any amplifier', () => {
  it('are taken in order, what is missing is a gap', () => {
    const { play, check } = bench();
    expect(play(0, 100)).toEqual({ gap: null, wrong: null });
    expect(play(300, 400)).toEqual({ gap: { firstIndex: 100, count: 200 }, wrong: null });
    // Reported once more, and then beyond.
    expect(check.lose({ firstIndex: 100, count: 200 })).toBeNull();
    expect(check.lose({ firstIndex: 400, count: 100 })).toEqual({ firstIndex: 400, count: 100 });
    expect(play(500, 600).gap).toBeNull();
    expect(check.rest()).toEqual({ firstIndex: 600, count: 401 });
    expect(check.rest()).toBeNull();
  });

  it.each([
    ['again', (b: ReturnType<typeof bench>) => b.check.take(b.block(50, 100)), /Expected sample 100 .* sent 100 from 50/],
    ['of no whole index', (b: ReturnType<typeof bench>) => b.check.take(b.block(100.5, 1)), /from 100.5/],
    ['at NaN', (b: ReturnType<typeof bench>) => b.check.take(b.block(Number.NaN, 1)), /from NaN/],
    ['none', (b: ReturnType<typeof bench>) => b.check.take(b.block(100, 0)), /sent 0/],
    ['of two lengths', (b: ReturnType<typeof bench>) => b.check.take({ ...b.block(100, 9), currentPa: new Float32Array(8) }), /sent 9/],
    ['past the end', (b: ReturnType<typeof bench>) => b.play(900, 1002), /past the end/],
    ['before their time', (b: ReturnType<typeof bench>) => b.check.take(b.block(100, 600)), /before their time, 700 of them after 0.1 s/],
    ['that are no numbers', (b: ReturnType<typeof bench>) => b.check.take(b.block(100, 9, -80, Number.NaN)), /no numbers/],
  ])('are refused when they come %s', (_, take, expected) => {
    const b = bench();
    b.play(0, 100);
    const { wrong } = take(b);
    expect(wrong).toMatch(expected);
    expect(wrong?.length).toBeLessThan(400);
    // They changed nothing.
    expect(b.check.rest()).toEqual({ firstIndex: 100, count: 901 });
  });

  it('of a simulated amplifier may come faster than the clock', () => {
    const { check, block } = bench({ simulated: true });
    expect(check.take(block(0, 900)).wrong).toBeNull();
  });

  it.each([
    ['reversed', 80],
    ['elsewhere', 0],
    ['no number', Number.NaN],
  ])('whose voltage is %s are not those of the command', (_, millivolt) => {
    const { check, block } = bench();
    expect(check.look(block(0, 100, millivolt))).toMatch(/The device reports .* mV at 0.00\d s where it should be -80.0 mV/);
    expect(bench({ mode: 'I0' }).check.look(block(0, 100, millivolt))).toBeNull();
    expect(check.look(block(100, 100))).toBeNull();
  });
});

describe('the end of any run', () => {
  it('is complete with its whole length', () => {
    const { play, check } = bench();
    play(0, 1001);
    expect(check.judge({ kind: 'ended', samples: 1001, stopped: false })).toEqual({ gap: null, end: { kind: 'complete' } });
  });

  it.each([
    ['too early', 500, false, /ended its run early, after 0.50 s of 1.00 s/],
    ['by a stop nobody asked for', 500, true, /stopped by itself after 0.50 s/],
    ['by a stop at its end', 1001, true, /stopped by itself/],
    ['before its last sample', 100, false, /before the last it had sent/],
    ['at NaN', Number.NaN, false, /before the last it had sent/],
  ])('is cut short %s, and what it lacks is a gap', (_, samples, stopped, reason) => {
    const { play, check } = bench();
    play(0, 500);
    expect(check.judge({ kind: 'ended', samples, stopped })).toEqual({
      gap: { firstIndex: 500, count: 501 },
      end: { kind: 'cut-short', reason: expect.stringMatching(reason) },
    });
  });

  it('that the operator asked for is a stop, with what was played', () => {
    for (const stopped of [true, false]) {
      const { play, check } = bench();
      check.askedToStop();
      play(0, 400);
      expect(check.judge({ kind: 'ended', samples: 500, stopped })).toEqual({
        gap: { firstIndex: 400, count: 100 },
        end: { kind: 'stopped' },
      });
    }
  });
});

describe('a run that does not continue', () => {
  it('has stalled after a second without samples', () => {
    const { play, pass } = bench();
    play(0, 500);
    expect(pass(1000)).toBeNull();
    expect(pass(600)).toMatch(/No samples came for 1 s/);
    const whole = bench();
    whole.play(0, 1001);
    expect(whole.pass(1600)).toMatch(/sent the whole run but did not end it/);
  });

  it('does not count as stalled when the host was busy itself', () => {
    const { play, clock, check } = bench();
    play(0, 500);
    clock.nowMs += 60_000;
    expect(check.stalled()).toBeNull();
  });

  it('is not kept alive by events, nor ended by one of a wild index', () => {
    const { play, check, clock } = bench();
    play(0, 500);
    const stalledAt = Array.from({ length: 10 }, (_, i) => i).findIndex(() => {
      clock.nowMs += 200;
      check.eventAt(1001);
      return check.stalled() !== null;
    });
    expect(stalledAt).toBeGreaterThan(4);
    const goesOn = bench();
    goesOn.check.eventAt(1001);
    for (let at = 0; at < 1000; at += 100) {
      goesOn.play(at, at + 100);
      expect(goesOn.check.stalled()).toBeNull();
    }
  });

  it('is not checked before its start is acknowledged', () => {
    const clock = { nowMs: 0 };
    const check = new RunCheck({ items: [step(0, 1000)], mode: 'VC', sampleRateHz: 1000, simulated: false, nowMs: () => clock.nowMs });
    check.starting();
    for (; clock.nowMs < 10_000; clock.nowMs += 200) expect(check.stalled()).toBeNull();
  });

  it('is waited for while its hold is run through faster than the clock, but not for ever', () => {
    const items = [step(-80_000, 10_000_000, true), step(-80_000, 1_000_000)];
    const b = bench({ items });
    expect(b.pass(35_000)).toBeNull();
    // The amplifier reports that the hold is over: from here on samples must come.
    b.check.eventAt(10_000);
    expect(b.pass(1600)).toMatch(/No samples came for 1 s/);
    const never = bench({ items });
    expect(never.pass(41_000)).toMatch(/No samples came for 40 s/);
    const skipped = bench({ items, simulated: true });
    expect(skipped.check.take(skipped.block(10_000, 100)).gap).toBeNull();
  });
});
