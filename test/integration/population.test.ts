import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, failureOf, scratch } from './cli-process.ts';

const folder = scratch();
const protocolFile = folder.path('short.json');
afterAll(() => folder.remove());
beforeAll(() => {
  const steps = [-40, 10, -110].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 40 }));
  writeFileSync(protocolFile, JSON.stringify({ id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: steps }));
});

const clamped = (out: string, ...rest: string[]): string[] => [
  'population',
  '--kind',
  'wide',
  '--clamp-only',
  '--artefacts',
  '--protocol',
  protocolFile,
  '--cells',
  '4096',
  '--seed',
  '7',
  '--out',
  folder.path(out),
  ...rest,
];
const shards = (out: string): string[] =>
  readdirSync(folder.path(out))
    .filter((name) => name.endsWith('.f32'))
    .sort();
const bytes = (out: string): Buffer[] => shards(out).map((name) => readFileSync(join(folder.path(out), name)));

describe('population of a kind', () => {
  it('is the same whatever the number of workers', async () => {
    await answerOf(clamped('one', '--workers', '1'));
    await answerOf(clamped('two', '--workers', '2'));
    expect(shards('one')).toHaveLength(2);
    expect(bytes('two')).toEqual(bytes('one'));
  });

  it('resumes where it stopped and makes a truncated shard again', async () => {
    const whole = bytes('one');
    truncateSync(join(folder.path('one'), shards('one')[1] ?? ''), 100);
    expect(await answerOf(clamped('one', '--workers', '1'))).toMatchObject({ cells: 4096, shards: 2, kept: 1 });
    expect(bytes('one')).toEqual(whole);
  });

  it('refuses a folder of another seed and a shard from another seed, and overwrites nothing', async () => {
    const before = bytes('one');
    const other = clamped('one').map((word) => (word === '7' ? '8' : word));
    expect(await failureOf(other)).toMatchObject({ code: 1, message: expect.stringMatching(/another population \(seed differ/) });
    const seal = join(folder.path('two'), 'shard-00001.json');
    writeFileSync(seal, JSON.stringify({ ...(JSON.parse(readFileSync(seal, 'utf8')) as object), seed: 9 }));
    expect(await failureOf(clamped('two'))).toMatchObject({ code: 1, message: expect.stringMatching(/made from seed 9/) });
    expect(bytes('one')).toEqual(before);
  });

  it('refuses a protocol beyond 200 mV, spreads and temperatures out of range', async () => {
    const far = folder.path('far.json');
    writeFileSync(
      far,
      JSON.stringify({
        id: 'far',
        name: 'Far',
        source: 'test',
        holdingMv: -80,
        segments: [{ kind: 'step', voltageMv: 250, durationMs: 10 }],
      }),
    );
    const kind = ['population', '--kind', 'all', '--cells', '8', '--seed', '1', '--out', folder.path('none')];
    expect(await failureOf([...kind, '--clamp-only', '--protocol', far])).toMatchObject({ code: 1, message: expect.stringMatching(/200/) });
    expect(await failureOf([...kind, '--spread', '1.5'])).toMatchObject({ code: 2 });
    expect(await failureOf([...kind, '--temperature', '5'])).toMatchObject({ code: 1, message: expect.stringMatching(/15 to 42/) });
    expect(
      await failureOf([
        'population',
        '--kind',
        'beating',
        '--clamp-only',
        '--protocol',
        protocolFile,
        '--cells',
        '8',
        '--seed',
        '1',
        '--out',
        folder.path('none'),
      ]),
    ).toMatchObject({ code: 2 });
  });

  it('takes the beating cells out of a population of every cell: the bytes of a run of that kind', async () => {
    const run = ['--protocol', protocolFile, '--settle-s', '1', '--seed', '7', '--workers', '1'];
    await answerOf(['population', '--kind', 'all', '--cells', '2048', '--out', folder.path('every'), ...run]);
    const direct = await answerOf(['population', '--kind', 'beating', '--cells', '100', '--out', folder.path('direct'), ...run]);
    const chosen = await answerOf(['population', 'beating', '--from', folder.path('every'), '--out', folder.path('chosen')]);
    expect(chosen).toMatchObject({ kind: 'beating', cells: direct.cells, drawn: 2048, outcomes: direct.outcomes, shards: 1, kept: 0 });
    expect(bytes('chosen')).toEqual(bytes('direct'));
    expect(readFileSync(join(folder.path('chosen'), 'manifest.json'))).toEqual(readFileSync(join(folder.path('direct'), 'manifest.json')));
    expect(
      await failureOf(['population', 'beating', '--from', folder.path('every'), '--out', folder.path('chosen'), '--cells', '2049']),
    ).toMatchObject({ message: expect.stringMatching(/expected 2049 or more/) });
    expect(await failureOf(['population', 'beating', '--from', folder.path('one'), '--out', folder.path('none')])).toMatchObject({
      message: expect.stringMatching(/of the kind "wide"/),
    });
  });

  it('refuses a membrane of negative capacitance and a parameter that is no number', async () => {
    const vc = ['simulate', 'vc', '--protocol', protocolFile, '--out', folder.path('vc.f32')];
    expect(await failureOf([...vc, '--params', 'baseline', '--cm-pf', '-60'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/cm-pf/),
    });
    const bad = folder.path('bad.json');
    writeFileSync(bad, '{"multipliers": {"ina.g_Na": null}}');
    expect(await failureOf([...vc, '--params', bad])).toMatchObject({ code: 1, message: expect.stringMatching(/ina.g_Na/) });
  });
});
