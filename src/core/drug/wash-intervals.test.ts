import { describe, expect, it } from 'vitest';
import { RECORD_DT_MS } from './lane-record.ts';
import { sweepCondition } from './sweep-condition.ts';
import { eventsOf, intervalCount, intervalS, readWash } from './wash-intervals.ts';
import { concentrationAt, washOf } from './wash.ts';

const wash = washOf({ controlS: 30, concentrationsNm: [100], eachS: 40, washS: 50, timeConstantS: 10 });
const free = sweepCondition();

/** Beats of 300 ms plateau from -70 to 30 mV each `cycleMs`, at rest while `rests` says so; a slow foot keeps it a real upstroke. */
function trace(cycleMs: number, rests: (timeS: number) => boolean): Float64Array {
  return Float64Array.from({ length: Math.round((1000 * wash.endS) / RECORD_DT_MS) + 1 }, (_, i) => {
    const ms = i * RECORD_DT_MS;
    const since = ms % cycleMs;
    if (rests((ms - since) / 1000)) return -70;
    if (since < 4) return -70 + 25 * since;
    return since < 300 ? 30 : Math.max(-70, 30 - (since - 300));
  });
}

describe('a time course is read interval by interval', () => {
  it('with every beat once, in its own interval', () => {
    const { beats, intervals, events } = readWash(
      trace(1000, () => false),
      free,
      wash,
    );
    expect(intervals).toHaveLength(intervalCount(wash));
    expect(events).toEqual([]);
    expect(new Set(intervals.map(({ outcome }) => outcome))).toEqual(new Set(['beating']));
    // The first upstroke is at the edge of the record, and the last beat is not over.
    const times = beats.map(({ atS }) => Math.round(atS));
    expect(times).toEqual(Array.from({ length: 119 }, (_, i) => times[0]! + i).slice(0, times.length));
    expect(beats.length).toBeGreaterThan(116);
    expect(beats[3]?.cycleLengthMs).toBeCloseTo(1000, 0);
    expect(intervals[4]?.features.mdpMv).toBeCloseTo(-70, 1);
  });

  it('and says when beats end and begin again, at which concentration in the bath', () => {
    const { events, intervals } = readWash(
      trace(1000, (timeS) => timeS >= 47 && timeS < 93),
      free,
      wash,
    );
    expect(events.map(({ outcome }) => outcome)).toEqual(['quiescent', 'beating']);
    const [stops, goesOn] = events;
    expect(stops?.atS).toBeCloseTo(46, 1);
    expect(stops?.nM).toBeCloseTo(concentrationAt(wash, 46), 0);
    expect(goesOn?.atS).toBeCloseTo(93, 1);
    // A cell without a beat has its resting potential and no cycle length.
    const at = intervals[Math.floor(70 / intervalS(wash))];
    expect(at?.features).toMatchObject({ cycleLengthMs: null, apd90Ms: null });
    expect(at?.features.mdpMv).toBeCloseTo(-70, 1);
  });

  it('from the first beat on, also where the interval before the rhythm is no event of its own', () => {
    const outcomes = ['beating', 'beating', 'oscillating', 'oscillating', 'irregular', 'beating', 'beating'] as const;
    const intervals = outcomes.map((outcome) => ({ outcome, features: {} as never }));
    const events = eventsOf(intervals, [1, 2, 8.5, 21.5, 24, 25.5, 27], { ...wash, endS: 35 });
    expect(events.map(({ outcome, atS }) => [outcome, atS])).toEqual([
      ['oscillating', 8.5],
      ['beating', 21.5],
    ]);
  });

  it('and takes no oscillation after the last beat for one', () => {
    const beating = trace(1000, () => false);
    const mixed = beating.map((mv, i) => {
      const ms = i * RECORD_DT_MS;
      return ms < 60_000 ? mv : -20 + 21 * Math.sin((2 * Math.PI * ms) / 450);
    });
    const { beats, events, intervals } = readWash(mixed, free, wash);
    expect(beats.at(-1)?.atS).toBeLessThan(60);
    expect(Math.max(...beats.map(({ mdpMv }) => mdpMv ?? NaN))).toBeLessThan(-60);
    expect(events.at(-1)?.outcome).toBe('oscillating');
    expect(Math.abs((events.at(-1)?.atS ?? NaN) - 59)).toBeLessThan(1.5);
    expect(intervals.at(-1)?.features.cycleLengthMs).toBeCloseTo(450, 0);
  });

  it('of a paced cell against its stimuli', () => {
    const paced = sweepCondition({ paceMs: 1000 });
    const missed = readWash(
      trace(2000, () => false),
      paced,
      wash,
    );
    expect(missed.intervals[6]?.outcome).toBe('failure to capture');
    const captured = readWash(
      trace(1000, () => false),
      paced,
      wash,
    );
    expect(captured.events).toEqual([]);
    expect(captured.intervals[6]?.outcome).toBe('beating');
  });

  it('of a long course in longer intervals', () => {
    expect(intervalS({ endS: 1200 })).toBe(5);
    expect(intervalS({ endS: 1800 })).toBe(8);
    expect(intervalCount({ endS: 1800 })).toBe(225);
  });
});
