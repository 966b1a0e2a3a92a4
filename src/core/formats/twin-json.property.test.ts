import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { Twin } from '../twin/twin.ts';
import { parseTwin, twinToJson } from './twin-json.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const positive = fc.double({ min: 0, max: 1e6, noNaN: true });
const word = fc.string({ maxLength: 24 });
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof(fc.constant(null), of);
const features = fc.record({
  beats: finite,
  cycleLengthMs: orNull(finite),
  apd50Ms: orNull(finite),
  apd90Ms: orNull(finite),
  mdpMv: orNull(finite),
  peakMv: orNull(finite),
  dvdtMaxVs: orNull(finite),
});
const beat = fc.record({
  outcome: fc.constantFrom('beating' as const, 'irregular' as const, 'quiescent' as const, 'depolarised' as const),
  features,
  dtMs: positive,
  voltageMv: fc.array(finite, { maxLength: 5 }),
});
const parameter = fc
  .record({
    current: word,
    unit: word,
    baseline: finite,
    value: finite,
    multiplier: finite,
    mean: finite,
    sd: positive,
    ends: fc.tuple(finite, finite),
    informedBy: fc.constantFrom('partly' as const, 'prior' as const, 'nothing' as const, 'data' as const),
  })
  .map(({ ends, ...rest }) => ({ ...rest, interval90: [Math.min(...ends), Math.max(...ends)] as const }));

const twin: fc.Arbitrary<Twin> = fc
  .record({
    createdAt: word,
    cellName: word,
    method: fc.constantFrom('network' as const, 'refined' as const, 'fit' as const),
    temperatureC: fc.double({ min: 0, max: 50, noNaN: true }),
    protocolId: word,
    clamp: fc.record({ mode: fc.constantFrom('ideal' as const, 'rig' as const), filterHz: orNull(positive) }),
    parameters: fc.array(parameter, { maxLength: 6 }),
    // Not a failed fit, which informs no parameter; other tests cover it.
    fit: fc.record({
      nrmsePercent: positive,
      residualRmsPaPf: positive,
      noisePaPf: positive,
      chi2PerSample: fc.double({ min: 0, max: 1.5, noNaN: true }),
      residualCorrelation: orNull(fc.record({ lag1: finite, chance: finite })),
      residualAfterStepsPaPf: orNull(positive),
      iterations: fc.nat(),
    }),
    beat,
    beatWithLeak: orNull(beat),
    notIdentifiable: fc.array(word, { maxLength: 3 }),
    alarms: fc.array(word, { maxLength: 3 }),
    seed: fc.nat(),
  })
  .map(({ parameters, seed, ...rest }) => ({
    ...rest,
    schema: 'twinclamp.twin/3' as const,
    parameters: parameters.map((one, i) => ({ id: `p${i}`, ...one })),
    nuisance: [],
    ensemble: null,
    provenance: {
      program: 'test',
      model: 'test',
      cellModel: DEFAULT_CELL.id,
      network: null,
      networkSha256: null,
      backend: null,
      recording: 'r',
      recordingCrc32: 1,
      priorSd: 0.2,
      seed,
    },
  }));

test('a twin comes back from its file to the last bit, and the file from the twin to the last byte', () => {
  fc.assert(
    fc.property(twin, (made) => {
      const file = twinToJson(made);
      const read = parseTwin(file);
      expect(read).toEqual(made);
      expect(twinToJson(read)).toBe(file);
    }),
  );
});

test('refuses a file with a wrong or missing field and names the field', () => {
  fc.assert(
    fc.property(twin, fc.nat(), fc.constantFrom<unknown>(undefined, 'NaN', [[]], { a: 1 }), (made, which, put) => {
      const json = JSON.parse(twinToJson(made)) as Record<string, unknown>;
      const keys = ['temperatureC', 'clamp', 'parameters', 'fit', 'beat', 'provenance'];
      const key = keys[which % keys.length]!;
      json[key] = put;
      expect(() => parseTwin(JSON.stringify(json), 'twin')).toThrow(new RegExp(key));
    }),
  );
});
