import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amplifierCapabilitiesSchema } from '../../core/amplifier/capabilities.ts';
import { BUILT_IN_RIG } from '../../core/amplifier/built-in-rig.ts';
import { protocolScoreSchema } from '../../core/designer/protocol-score.ts';
import { drugEntrySchema } from '../../core/drug/drug-schema.ts';
import { madeUpTwin } from '../../core/formats/export/made-up-twin.testing.ts';
import { protocolSchema } from '../../core/protocol/protocol-schema.ts';
import type { Schema } from '../../core/schema/index.ts';
import { METHOD_ANSWERS, methodAnswerSchema } from '../../core/twin/method-answer.ts';
import { twinSchema } from '../../core/twin/twin.ts';
import { zodOf } from './zod-of.ts';

const twin = madeUpTwin();
const samples: readonly [name: string, schema: Schema<unknown>, good: unknown][] = [
  ['twin', twinSchema, twin],
  [
    'protocol',
    protocolSchema,
    {
      id: 'a',
      name: 'A',
      source: 'x',
      holdingMv: -80,
      segments: [
        { kind: 'step', voltageMv: 0, durationMs: 5 },
        { kind: 'ramp', startMv: 0, endMv: 9, durationMs: 5 },
      ],
    },
  ],
  [
    'drug',
    drugEntrySchema,
    {
      drug: 'd',
      sourceId: 's',
      freeCmaxNm: null,
      channels: [{ channel: 'IKr', ic50Nm: 5, hill: 1, extrapolated: false, hillGiven: true }],
      note: '',
    },
  ],
  [
    'method answer',
    methodAnswerSchema,
    { kind: 'answer', nrmsePercent: 1, chi2PerSample: 1, beat: twin.beat, beatWithLeak: null, informed: 3, note: '' },
  ],
  ['other method answer', methodAnswerSchema, { kind: 'not-applicable', reason: 'x' }],
  [
    'score',
    protocolScoreSchema,
    { cells: 1, r2Mean: 1, r2: { a: 1 }, sd: {}, logDet: 1, wellInformed: 2, notIdentifiable: ['x'], peakPaPf: 3 },
  ],
  ['capabilities', amplifierCapabilitiesSchema, BUILT_IN_RIG.capabilities],
];

type Path = readonly (string | number)[];
function placesOf(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, entry]) => placesOf(entry, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function changed(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((entry: unknown, i) => (i === key ? changed(entry, rest, put) : entry));
  return { ...(value as object), [key]: changed((value as Record<string, unknown>)[key], rest, put) };
}

const passes = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

describe.each(samples)('%s', (_name, schema, good) => {
  const zod = zodOf(schema);

  test('is the same for a file and for the contract', () => {
    expect(zod.parse(good)).toEqual(schema.check(good));
  });

  test('with any value in any place is taken by both or by neither', () => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, NaN, -1, 0, 0.5, 1e300, '', 'IKr', 'beating', [], [1, 2], {}, true),
      fc.jsonValue({ maxDepth: 1 }),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...placesOf(good)), values, (place, put) => {
        const other = changed(good, place, put);
        const [byFile, byContract] = [passes(() => schema.check(other)), zod.safeParse(other).success];
        if (!byFile) refused++;
        // The contract leaves fields out that are not declared, where a file is refused, and knows no order of an interval.
        if (byFile) expect(byContract, `${place.join('.')} = ${JSON.stringify(put)}`).toBe(true);
        if (!byContract) expect(byFile, `${place.join('.')} = ${JSON.stringify(put)}`).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

test('every kind of answer has its kind as its name', () => {
  for (const [kind, member] of Object.entries(METHOD_ANSWERS)) expect(member.fields.kind.form).toEqual({ kind: 'choice', options: [kind] });
});
