import { readFileSync, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import { assertRequest } from './check-request.ts';
import type { RecordRequest } from './record-request.ts';

const CAPABILITIES = { ...BUILT_IN_RIG.capabilities, sampleRatesHz: [10_000, 20_000] };
const protocol: Protocol = {
  id: 'p',
  name: 'P',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: 20, durationMs: 100 }],
};
const sink = {
  begin: () => 1,
  block: () => undefined,
  event: () => undefined,
  gap: () => undefined,
  realised: () => undefined,
  end: () => 'complete' as const,
};
const words = (change: Partial<RecordRequest>): string => {
  try {
    assertRequest({ sessionKey: 's', protocol, spontaneousSeconds: 0, sink, ...change }, CAPABILITIES);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const cases = new URL('../../../../../shared/cases/sessions/', import.meta.url);

describe('a request', () => {
  it('that can be played passes', () => {
    expect(words({})).toBe('');
    expect(words({ spontaneousSeconds: 600, holdSeconds: 0, compensationPercent: 95, junctionPotentialMv: -4, temperatureC: 36 })).toBe('');
  });

  it.each([
    [
      { protocol: { ...protocol, segments: [{ kind: 'step', voltageMv: 20, durationMs: 4_296_967.296 }] } },
      /lasts 4296967.296 ms; expected at most 3600000 ms/,
    ],
    [{ protocol: { ...protocol, segments: [{ kind: 'step', voltageMv: Number.NaN, durationMs: 1 }] } }, /voltage within/],
    [{ protocol: { ...protocol, holdingMv: 201 } }, /holding potential/],
    [{ protocol: { ...protocol, segments: [] } }, /no segments/],
    [
      {
        protocol: { ...protocol, segments: Array.from({ length: 4090 }, () => ({ kind: 'step' as const, voltageMv: 20, durationMs: 1 })) },
      },
      /at most 4096 items/,
    ],
    [{ holdSeconds: Number.POSITIVE_INFINITY }, /a hold of 0 to/],
    [{ holdSeconds: -1 }, /a hold of 0 to/],
    [{ spontaneousSeconds: 1e9 }, /without clamp of 0 to/],
    [{ spontaneousSeconds: Number.NaN }, /without clamp/],
    [{ sampleRateHz: 4e9 }, /sampling rate of 10000, 20000 Hz, got 4000000000 Hz/],
    [{ filterHz: 12_000, sampleRateHz: 20_000 }, /filter of 500 to 10000 Hz for this device and rate, got 12000 Hz/],
    [{ compensationPercent: 150 }, /compensation of 0 to 100 %/],
    [{ junctionPotentialMv: Number.NaN }, /junction potential/],
    [{ largestCurrentPa: Number.POSITIVE_INFINITY }, /largest current/],
    [{ temperatureC: -400 }, /bath temperature/],
  ] as [Partial<RecordRequest>, RegExp][])('is refused before anything reaches the cell (%#)', (change, expected) => {
    expect(words(change)).toMatch(expected);
    expect(words(change).length).toBeLessThan(400);
  });

  it.runIf(existsSync(cases))('of the cases that wrapped or filled memory is refused', () => {
    for (const name of ['protocol-wrap.json', 'protocol-1e9ms.json']) {
      const wrapped = JSON.parse(readFileSync(new URL(name, cases), 'utf8')) as Protocol;
      expect(words({ protocol: wrapped })).toMatch(/lasts .* ms; expected at most 3600000 ms/);
    }
  });

  it('asks of an amplifier only what it can do', () => {
    const request = { sessionKey: 's', protocol, spontaneousSeconds: 0, sink };
    const modest = { ...CAPABILITIES, modes: ['VC'], compensates: false, itemsPerDownload: 21 } as const;
    const refused =
      (change: Partial<RecordRequest>): (() => void) =>
      () =>
        assertRequest({ ...request, ...change }, modest);
    expect(refused({})).not.toThrow();
    expect(refused({ spontaneousSeconds: 1 })).toThrow(/records the potential without clamp/);
    expect(refused({ compensationPercent: 80 })).toThrow(/a device that compensates/);
    expect(refused({ junctionPotentialMv: -4 })).toThrow(/a device that compensates/);
    expect(refused({ compensationPercent: 0, junctionPotentialMv: 0 })).not.toThrow();
    expect(refused({ holdSeconds: 10.5 })).toThrow(/at most 21 items/);
  });
});
