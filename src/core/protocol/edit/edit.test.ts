import { describe, expect, it } from 'vitest';
import { libraryProtocol } from '../../testing/files.testing.ts';
import { commandAt, protocolDurationMs, type Segment } from '../protocol.ts';
import { moveEdge, moveLevel } from './drag-segments.ts';
import { addAfter, duplicate, move, remove, setKind, setValue, split } from './edit-segments.ts';
import { editedFrom, saysTheSame, segmentsOf, type EditedProtocol } from './edited-protocol.ts';

const GRID = { voltageStepMv: 1, timeStepMs: 0.1 };
const protocol = {
  id: 'a',
  name: 'A',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 10, durationMs: 50 },
    { kind: 'ramp', startMv: 40, endMv: -60, durationMs: 20 },
    { kind: 'step', voltageMv: -80, durationMs: 30.1 },
  ] satisfies Segment[],
};
const edited = editedFrom(protocol);
const played = (of: EditedProtocol) => ({ ...protocol, holdingMv: of.holdingMv, segments: segmentsOf(of) });
const keys = (of: EditedProtocol): number[] => of.segments.map(({ key }) => key);

describe('an edited protocol', () => {
  it('equals its protocol until something changes', () => {
    expect(saysTheSame(edited, protocol)).toBe(true);
    expect(segmentsOf(edited)).toEqual(protocol.segments);
    for (const changed of [
      { ...edited, name: 'B' },
      { ...edited, holdingMv: -70 },
      setValue(edited, 2, 'ms', 30),
      setKind(edited, 0, 'ramp'),
      duplicate(edited, 0),
    ]) {
      expect(saysTheSame(changed, protocol)).toBe(false);
    }
  });
});

describe('editing segments', () => {
  it('adds a step at the holding potential and duplicates, each under a new key', () => {
    const more = duplicate(addAfter(edited, -1), 2);
    expect(segmentsOf(more)[0]).toEqual({ kind: 'step', voltageMv: -80, durationMs: 100 });
    expect(segmentsOf(more)[3]).toEqual(protocol.segments[1]);
    expect(keys(more)).toEqual([3, 0, 1, 4, 2]);
  });

  it('removes a segment but never the last one left', () => {
    const one = remove(remove(edited, 0), 0);
    expect(segmentsOf(one)).toEqual([protocol.segments[2]]);
    expect(() => remove(one, 0)).toThrow(/at least one segment/);
  });

  it('splits so that the same is played', () => {
    for (const index of [0, 1, 2]) {
      const halves = played(split(edited, index, { ...GRID, voltageStepMv: 0.001 }));
      expect(halves.segments).toHaveLength(4);
      for (let t = 0.05; t < 100; t += 0.7) expect(commandAt(halves, t)).toBeCloseTo(commandAt(protocol, t), 6);
      expect(protocolDurationMs(halves)).toBeCloseTo(protocolDurationMs(protocol), 9);
    }
    expect(() => split(setValue(edited, 0, 'ms', 0.1), 0, GRID)).toThrow(/Segment 1 lasts 0.1 ms.*Lengthen/);
  });

  it('moves a segment with its key and stops at the ends', () => {
    expect(keys(move(edited, 0, 1))).toEqual([1, 0, 2]);
    expect(move(edited, 2, 1)).toBe(edited);
    expect(move(edited, 0, -1)).toBe(edited);
  });

  it('makes a ramp begin where the segment before ended, the first one at the holding potential', () => {
    expect(segmentsOf(setKind(edited, 0, 'ramp'))[0]).toEqual({ kind: 'ramp', startMv: -80, endMv: 10, durationMs: 50 });
    expect(segmentsOf(setKind(edited, 2, 'ramp'))[2]).toEqual({ kind: 'ramp', startMv: -60, endMv: -80, durationMs: 30.1 });
    expect(segmentsOf(setKind(edited, 1, 'step'))[1]).toEqual({ kind: 'step', voltageMv: -60, durationMs: 20 });
  });

  it('sets single values, the level of a step by either end', () => {
    expect(segmentsOf(setValue(edited, 0, 'to', -3.5))[0]).toMatchObject({ voltageMv: -3.5 });
    expect(segmentsOf(setValue(setValue(edited, 1, 'from', 5), 1, 'to', 6))[1]).toMatchObject({ startMv: 5, endMv: 6 });
  });

  it('names the segment that is not there', () => {
    expect(() => duplicate(edited, 3)).toThrow(/segment from 1 to 3, got 4/);
  });
});

describe('dragging', () => {
  it('snaps levels to the grid', () => {
    expect(segmentsOf(moveLevel(edited, 0, 'whole', 2.4, GRID))[0]).toMatchObject({ voltageMv: 12 });
    expect(segmentsOf(moveLevel(edited, 1, 'end', -3.6, GRID))[1]).toMatchObject({ startMv: 40, endMv: -64 });
    expect(segmentsOf(moveLevel(edited, 1, 'start', -3.6, GRID))[1]).toMatchObject({ startMv: 36, endMv: -60 });
  });

  it('keeps the height of a ramp and stops at the limits of a protocol', () => {
    expect(segmentsOf(moveLevel(edited, 1, 'whole', 500, GRID))[1]).toMatchObject({ startMv: 200, endMv: 100 });
    expect(segmentsOf(moveLevel(edited, 1, 'whole', -500, GRID))[1]).toMatchObject({ startMv: -100, endMv: -200 });
    expect(segmentsOf(moveLevel(edited, 0, 'whole', -500, GRID))[0]).toMatchObject({ voltageMv: -200 });
  });

  it('lets the neighbour make room: the whole stays as long as it was', () => {
    const moved = moveEdge(edited, 0, 7.26, 'neighbour', GRID);
    expect(segmentsOf(moved).map(({ durationMs }) => durationMs)).toEqual([57.3, 12.7, 30.1]);
    expect(segmentsOf(moveEdge(edited, 0, 999, 'neighbour', GRID)).map(({ durationMs }) => durationMs)).toEqual([69.9, 0.1, 30.1]);
    expect(segmentsOf(moveEdge(edited, 0, -999, 'neighbour', GRID)).map(({ durationMs }) => durationMs)).toEqual([0.1, 69.9, 30.1]);
  });

  it('moves the rest along, and the last edge always', () => {
    expect(segmentsOf(moveEdge(edited, 0, 7.26, 'rest', GRID)).map(({ durationMs }) => durationMs)).toEqual([57.3, 20, 30.1]);
    expect(segmentsOf(moveEdge(edited, 2, -4, 'neighbour', GRID)).map(({ durationMs }) => durationMs)).toEqual([50, 20, 26.1]);
  });

  it('snaps the edited segments of a published protocol to the grid and keeps its length', () => {
    const clark = libraryProtocol('clark2022');
    const moved = segmentsOf(moveEdge(editedFrom(clark), 3, 1, 'neighbour', GRID));
    expect((moved[3]?.durationMs ?? 0) * 10).toBeCloseTo(Math.round((moved[3]?.durationMs ?? 0) * 10), 6);
    expect(protocolDurationMs({ ...clark, segments: moved })).toBeCloseTo(protocolDurationMs(clark), 6);
  });
});
