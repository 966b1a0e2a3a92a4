import { describe, expect, it } from 'vitest';
import { editedFrom } from '../../../../core/protocol/edit/edited-protocol.ts';
import { segmentAt, startOf, targetAt } from './plotTarget.ts';

// 1 px per ms; 0 mV at 100 px, 1 px per mV, upwards as on the screen.
const layout = { x: (ms: number) => ms, y: (mv: number) => 100 - mv };
const edited = editedFrom({
  name: 'A',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 20, durationMs: 100 },
    { kind: 'ramp', startMv: 60, endMv: -40, durationMs: 100 },
    { kind: 'step', voltageMv: -70, durationMs: 4 },
    { kind: 'step', voltageMv: 0, durationMs: 100 },
  ],
});
const at = (ms: number, mv: number) => targetAt(edited, layout, ms, 100 - mv);

describe('what can be dragged', () => {
  it('is a level on its line and nothing away from it', () => {
    expect(at(50, 22)).toEqual({ kind: 'level', index: 0, part: 'whole' });
    expect(at(50, 30)).toBeNull();
    expect(at(150, 10)).toEqual({ kind: 'level', index: 1, part: 'whole' });
    expect(at(280, 0)).toEqual({ kind: 'level', index: 3, part: 'whole' });
  });

  it('is an edge along its whole vertical line', () => {
    expect(at(101, 40)).toEqual({ kind: 'edge', index: 0 });
    expect(at(304, 0)).toEqual({ kind: 'edge', index: 3 });
    expect(at(101, -30)).toBeNull();
  });

  it('is the end of a ramp before the edge at the same place', () => {
    expect(at(102, 60)).toEqual({ kind: 'level', index: 1, part: 'start' });
    expect(at(199, -38)).toEqual({ kind: 'level', index: 1, part: 'end' });
  });

  it('is still a level of a segment that is drawn very short', () => {
    expect(at(202, -70)).toEqual({ kind: 'level', index: 2, part: 'whole' });
  });
});

it('finds the segment that is played at a time', () => {
  expect([-1, 0, 99.9, 100, 203, 304].map((ms) => segmentAt(edited, ms))).toEqual([-1, 0, 0, 1, 2, -1]);
  expect([0, 1, 3].map((index) => startOf(edited, index))).toEqual([0, 100, 204]);
});
