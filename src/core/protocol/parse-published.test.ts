import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HAS_SHARED, libraryProtocol, SHARED } from '../testing/files.testing.ts';
import { parseProtocol } from './parse-protocol.ts';
import { protocolToJson } from './protocol-json.ts';
import { readProtocol } from './read-protocol.ts';

const named = {
  name: 'Published',
  source: 'paper',
  holding_mV: -75,
  total_ms: 30,
  segments: [
    { type: 'step', v_mV: 10, duration_ms: 10 },
    { type: 'ramp', v_start_mV: 10, v_end_mV: -40, duration_ms: 20 },
  ],
};
const read = (json: unknown) => readProtocol(JSON.stringify(json), 'Vc One.json');

describe('readProtocol', () => {
  it('reads named segments of a published file and takes its id from the file', () => {
    expect(read(named)).toEqual({
      protocol: {
        id: 'vc-one',
        name: 'Published',
        source: 'paper',
        holdingMv: -75,
        segments: [
          { kind: 'step', voltageMv: 10, durationMs: 10 },
          { kind: 'ramp', startMv: 10, endMv: -40, durationMs: 20 },
        ],
      },
      notes: [],
    });
  });

  it('reads rows, a ramp beginning where the row before it ended, and notes what it assumed', () => {
    const { protocol, notes } = read({
      source: ['a', 'b'],
      rows: [
        [-30, 5, 1],
        [20, 5, 0],
        [-60, 5, 1],
      ],
    });
    expect(protocol.holdingMv).toBe(-80);
    expect(protocol.source).toBe('a; b');
    expect(protocol.segments).toEqual([
      { kind: 'ramp', startMv: -80, endMv: -30, durationMs: 5 },
      { kind: 'step', voltageMv: 20, durationMs: 5 },
      { kind: 'ramp', startMv: 20, endMv: -60, durationMs: 5 },
    ]);
    expect(notes).toHaveLength(2);
  });

  it.each([
    [{ ...named, total_ms: 31 }, /last the stated 31 ms, they last 30 ms/],
    [{ ...named, segments: [{ type: 'sine', duration_ms: 5 }] }, /segment 1: expected "type" to be "step" or "ramp", got "sine"/],
    [{ ...named, segments: [{ type: 'step', v_mV: '3', duration_ms: 5 }] }, /expected "v_mV" to be a number, got "3"/],
    [{ rows: [[-30, 'x']] }, /row 1: expected \[mV, ms\]/],
    [{ ...named, holding_mV: 500 }, /within \+-200 mV, got 500/],
    [{ ...named, segments: {} }, /expected "segments" or "rows" to be a list/],
    [{ id: 'x' }, /expected "segments" to be a list of steps and ramps/],
  ])('refuses %j', (json, message) => {
    expect(() => read(json)).toThrow(message);
  });

  it('refuses a file that is not JSON', () => {
    expect(() => readProtocol('{', 'a.json')).toThrow(/a\.json is not JSON/);
  });

  it.skipIf(!HAS_SHARED)('reads the published files to the segments of the library (skipped: ../shared is absent)', () => {
    for (const id of ['clark2022', 'clark2022-rounded', 'clark2024-autopatch', 'groenendaal2015', 'sutanto2022-atrial']) {
      const { protocol } = readProtocol(readFileSync(join(SHARED, 'protocols', `${id}.json`), 'utf8'), `${id}.json`);
      const { segments, holdingMv } = libraryProtocol(id);
      expect({ id: protocol.id, segments: protocol.segments, holdingMv: protocol.holdingMv }).toEqual({ id, segments, holdingMv });
    }
  });
});

describe('protocolToJson', () => {
  it('writes what parseProtocol reads, quotes in the name included', () => {
    const protocol = { ...libraryProtocol('clark2022'), name: 'A "quoted" name' };
    expect(parseProtocol(protocolToJson(protocol))).toEqual(protocol);
  });
});
