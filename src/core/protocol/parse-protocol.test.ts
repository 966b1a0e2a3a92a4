import { describe, expect, it } from 'vitest';
import { parseProtocol } from './parse-protocol.ts';

const good = {
  id: 'a',
  name: 'A',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 10, durationMs: 5 },
    { kind: 'ramp', startMv: 10, endMv: -20, durationMs: 5 },
  ],
};

describe('parseProtocol', () => {
  it('reads steps and ramps', () => {
    expect(parseProtocol(JSON.stringify(good))).toEqual(good);
  });

  it.each([
    ['{', /a\.json is not JSON/],
    ['[]', /expected one protocol object/],
    [JSON.stringify({ ...good, holdingMv: '-80' }), /expected "holdingMv" to be a finite number, got "-80"/],
    [JSON.stringify({ ...good, id: undefined }), /expected "id" to be text, got nothing/],
    [
      JSON.stringify({ ...good, segments: [{ kind: 'sine', durationMs: 5 }] }),
      /segment 1: expected "kind" to be "step" or "ramp", got "sine"/,
    ],
    [JSON.stringify({ ...good, segments: [{ kind: 'step', voltageMv: 900, durationMs: 5 }] }), /within \+-200 mV, got 900/],
    [JSON.stringify({ ...good, segments: [] }), /no segments/],
  ])('refuses %s', (text, message) => {
    expect(() => parseProtocol(text, 'a.json')).toThrow(message);
  });
});
