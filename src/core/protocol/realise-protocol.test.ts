import { describe, expect, it } from 'vitest';
import { protocolDurationMs, type Protocol } from './protocol.ts';
import { realiseProtocol, ITEM_GRID } from './realise-protocol.ts';

const protocol: Protocol = {
  id: 'a',
  name: 'A',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 8.5, durationMs: 100.06 },
    { kind: 'ramp', startMv: -2.3, endMv: -34, durationMs: 103.06 },
    { kind: 'step', voltageMv: -118, durationMs: 8.06 },
  ],
};

describe('realiseProtocol', () => {
  it('does not change what the grid can play', () => {
    const { realised, largestErrorMv, notes } = realiseProtocol(protocol, ITEM_GRID);
    expect(realised).toEqual(protocol);
    expect(largestErrorMv).toBe(0);
    expect(notes).toEqual([]);
  });

  it('rounds edges, so that errors of time do not add up, and states by how much', () => {
    const { realised, largestErrorMv, notes } = realiseProtocol(protocol, { voltageStepMv: 1, timeStepMs: 0.1 });
    expect(realised.segments).toEqual([
      { kind: 'step', voltageMv: 9, durationMs: 100.1 },
      { kind: 'ramp', startMv: -2, endMv: -34, durationMs: 103 },
      { kind: 'step', voltageMv: -118, durationMs: 8.1 },
    ]);
    expect(Math.abs(protocolDurationMs(realised) - protocolDurationMs(protocol))).toBeLessThanOrEqual(0.05);
    expect(largestErrorMv).toBeCloseTo(0.5, 9);
    expect(notes).toEqual([
      'Voltages are rounded to 1 mV: at most 0.5 mV off.',
      'Edges are rounded to 0.1 ms: at most 0.04 ms early or late.',
    ]);
  });

  it('names the segment that is too short to be played', () => {
    const short: Protocol = { ...protocol, segments: [{ kind: 'step', voltageMv: 0, durationMs: 0.2 }, ...protocol.segments] };
    const { realised, notes } = realiseProtocol(short, { voltageStepMv: 1, timeStepMs: 1 });
    expect(realised.segments).toHaveLength(3);
    expect(notes[0]).toMatch(/Segment 1 of 0.2 ms is shorter/);
    expect(() => realiseProtocol({ ...short, segments: short.segments.slice(0, 1) }, { voltageStepMv: 1, timeStepMs: 1 })).toThrow(
      /less than one time step/,
    );
  });
});
