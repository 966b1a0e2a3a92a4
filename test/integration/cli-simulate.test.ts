import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { analyseBeats } from '../../src/core/beat/beats.ts';
import { answerOf, cli, failureOf, readFloat32, scratch } from './cli-process.ts';

interface Fixture {
  readonly everyMs: number;
  readonly Itot: readonly number[];
  readonly Imeas: readonly number[];
  readonly V_mV: readonly number[];
}
const fixture = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), 'utf8')) as Fixture;
const shared = fileURLToPath(new URL('../../../shared/model/reference/', import.meta.url));
const folder = scratch();
afterAll(() => folder.remove());

/** rms of a minus b over the range of b, %. */
function rmsPercent(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const all = Array.from({ length: b.length }, (_, k) => (a[k]! - b[k]!) ** 2);
  const range = Array.from(b).reduce((r, v) => ({ low: Math.min(r.low, v), high: Math.max(r.high, v) }), {
    low: Infinity,
    high: -Infinity,
  });
  return (100 * Math.sqrt(all.reduce((sum, v) => sum + v, 0) / all.length)) / (range.high - range.low);
}

function column(file: string, index: number): Float32Array {
  const all = readFloat32(shared + file);
  return Float32Array.from({ length: all.length / 43 }, (_, k) => all[k * 43 + index]!);
}

const ideal = folder.path('vc.f32');
const electrode = folder.path('vcrs.f32');

describe('simulate vc', () => {
  it('follows the stiff solver under ideal clamp', async () => {
    const answer = await answerOf(['simulate', 'vc', '--params', 'baseline', '--protocol', 'clark2022-rounded', '--out', ideal]);
    expect(answer).toEqual({
      samples: 94_552,
      sampleRateHz: 10_000,
      currentMin: expect.closeTo(-219, 0),
      currentMax: expect.closeTo(14.2, 1),
    });
    const { everyMs, Itot } = fixture('reference-vc.json');
    const current = readFloat32(ideal);
    expect(current.length).toBe(94_552);
    expect(
      rmsPercent(
        Itot.map((_, k) => current[Math.round(k * everyMs * 10)]!),
        Itot,
      ),
    ).toBeLessThan(0.02);
  });

  it('follows it through series resistance and leak', async () => {
    await answerOf([
      'simulate',
      'vc',
      '--params',
      'baseline',
      '--protocol',
      'clark2022-rounded',
      '--rs-mohm',
      '4',
      '--cm-pf',
      '60',
      '--leak-ns',
      '1',
      '--out',
      electrode,
    ]);
    const { everyMs, Imeas } = fixture('reference-vcrs.json');
    const current = readFloat32(electrode);
    // Every fifth sample misses the largest current, so the range it is measured against is smaller than at the full rate.
    expect(
      rmsPercent(
        Imeas.map((_, k) => current[Math.round(k * everyMs * 10)]!),
        Imeas,
      ),
    ).toBeLessThan(0.05);
  });

  it.skipIf(!existsSync(shared))('follows every sample of shared/model/reference', () => {
    expect(rmsPercent(readFloat32(ideal), column('vc_base.f32', 4))).toBeLessThan(0.02);
    expect(rmsPercent(readFloat32(electrode), column('vcrs_base.f32', 3))).toBeLessThan(0.02);
  });

  it('takes multipliers from a file, absent ids as 1, and another rate', async () => {
    const params = folder.path('params.json');
    writeFileSync(params, JSON.stringify({ multipliers: { 'ina.g_Na': 0.5 } }));
    const answer = await answerOf([
      'simulate',
      'vc',
      '--params',
      params,
      '--protocol',
      'ipsc-steps',
      '--sample-rate-hz',
      '20000',
      '--hold-s',
      '1',
      '--out',
      folder.path('p.f32'),
    ]);
    expect(answer.sampleRateHz).toBe(20_000);
    expect(answer.samples).toBe(readFloat32(folder.path('p.f32')).length);
  });
});

describe('simulate ap', () => {
  it('beats like the stiff solver', async () => {
    const out = folder.path('ap.f32');
    const answer = await answerOf(['simulate', 'ap', '--params', 'baseline', '--seconds', '3', '--out', out]);
    const { everyMs, V_mV } = fixture('reference-ap.json');
    const { features } = analyseBeats(V_mV, everyMs);
    expect(answer.outcome).toBe('beating');
    expect(Math.abs(answer.cycleLengthMs / features.cycleLengthMs! - 1)).toBeLessThan(0.001);
    expect(Math.abs(answer.apd90Ms / features.apd90Ms! - 1)).toBeLessThan(0.002);
    expect(Math.abs(answer.mdpMv - features.mdpMv!)).toBeLessThan(0.05);
    expect(Object.keys(answer as object)).toEqual([
      'outcome',
      'beats',
      'cycleLengthMs',
      'apd50Ms',
      'apd90Ms',
      'mdpMv',
      'peakMv',
      'dvdtMaxVs',
    ]);
    expect(readFloat32(out).length).toBe(30_001);
  });

  it.skipIf(!existsSync(shared))('beats like shared/model/reference at its full rate', async () => {
    const { features } = analyseBeats(column('ap_base.f32', 1), 0.1);
    const answer = await answerOf(['simulate', 'ap', '--params', 'baseline', '--seconds', '3']);
    expect(Math.abs(answer.cycleLengthMs / features.cycleLengthMs! - 1)).toBeLessThan(0.001);
    expect(Math.abs(answer.apd90Ms / features.apd90Ms! - 1)).toBeLessThan(0.002);
    expect(Math.abs(answer.mdpMv - features.mdpMv!)).toBeLessThan(0.05);
  });

  it('reports that a cell rests', async () => {
    const params = folder.path('rest.json');
    writeFileSync(params, JSON.stringify({ multipliers: { 'ifunny.g_f': 0.01, 'ik1.g_K1': 3 } }));
    const answer = await answerOf(['simulate', 'ap', '--params', params, '--seconds', '4', '--settle-s', '20', '--fast']);
    expect(answer).toMatchObject({ outcome: 'quiescent', cycleLengthMs: null, apd90Ms: null });
    expect(answer.mdpMv).toBeLessThan(-60);
  });
});

describe('another cell model', () => {
  it('is simulated, has its own parameters and refuses those of the first', async () => {
    const beat = await answerOf([
      'simulate',
      'ap',
      '--cell',
      'paci',
      '--params',
      'baseline',
      '--settle-s',
      '0',
      '--seconds',
      '8',
      '--sample-rate-hz',
      '1000',
    ]);
    const { free } = fixture('reference-paci2018.json') as unknown as { free: { V_mV: number[] } };
    const expected = analyseBeats(free.V_mV, 1).features;
    expect(beat).toMatchObject({
      outcome: 'beating',
      cycleLengthMs: expect.closeTo(expected.cycleLengthMs ?? NaN, -1),
      mdpMv: expect.closeTo(expected.mdpMv ?? NaN, 1),
    });
    const { parameters } = (await answerOf(['params', 'list', '--cell', 'paci'])) as unknown as { parameters: { id: string }[] };
    expect(parameters.map(({ id }) => id)).toContain('inal.g_NaL');
    const file = folder.path('kernik.json');
    writeFileSync(file, JSON.stringify({ multipliers: { 'ical.d1': 1.1 } }));
    expect(await failureOf(['simulate', 'ap', '--cell', 'paci', '--params', file, '--seconds', '1'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/Unknown parameter id "ical.d1"/),
    });
    expect(await failureOf(['simulate', 'ap', '--cell', 'noble', '--params', 'baseline', '--seconds', '1'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/--cell: expected kernik, paci/),
    });
  });
});

describe('wrong input', () => {
  const vc = (params: string, ...rest: string[]): string[] => [
    'simulate',
    'vc',
    '--params',
    params,
    '--protocol',
    'clark2022-rounded',
    '--out',
    folder.path('no.f32'),
    ...rest,
  ];
  const params = (name: string, text: string): string => {
    writeFileSync(folder.path(name), text);
    return folder.path(name);
  };

  it.each([
    ['an unknown parameter', '{"multipliers": {"ina.g_Nb": 1}}', /Unknown parameter id "ina.g_Nb"/],
    ['a multiplier that is no number', '{"multipliers": {"ina.g_Na": "NaN"}}', /ina\.g_Na: expected a finite number above 0/],
    ['a multiplier of 0', '{"multipliers": {"ina.g_Na": 0}}', /expected a finite number above 0, got 0/],
    ['NaN, which JSON has not', '{"multipliers": {"ina.g_Na": NaN}}', /is not JSON/],
    ['no multipliers', '{"ina.g_Na": 1}', /"multipliers" is missing/],
  ])('refuses %s', async (name, text, message) => {
    const failure = await failureOf(vc(params(`${name}.json`, text)));
    expect(failure).toMatchObject({ code: 1, kind: 'failed', message: expect.stringMatching(message) });
    expect(existsSync(folder.path('no.f32'))).toBe(false);
  });

  it('names a missing file and an unknown protocol', async () => {
    expect(await failureOf(vc(folder.path('nowhere.json')))).toMatchObject({ code: 1, message: expect.stringMatching(/does not exist/) });
    const failure = await failureOf(['simulate', 'vc', '--params', 'baseline', '--protocol', 'nope', '--out', folder.path('no.f32')]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/Unknown protocol "nope".*clark2022-rounded/) });
  });

  it.each([
    ['an unknown verb', ['simulat'], /Unknown verb "simulat"/],
    ['an unknown second word', ['simulate', 'xx'], /Unknown verb "simulate xx".*simulate vc, simulate ap/],
    ['an unknown option', vc('baseline', '--fast'), /Unknown option --fast/],
    ['a missing value', ['simulate', 'ap', '--params', 'baseline', '--seconds'], /--seconds/],
    ['a missing option', ['simulate', 'ap', '--params', 'baseline'], /Missing: --seconds N/],
    ['a number that is none', vc('baseline', '--rs-mohm', 'NaN'), /--rs-mohm: expected a number, 0 or more; got "NaN"/],
    ['a loose word', ['protocol', 'list', 'all'], /Unexpected word "all"/],
  ])('answers %s with usage and exit code 2', async (_name, args, message) => {
    expect(await failureOf(args)).toMatchObject({ code: 2, kind: 'usage', message: expect.stringMatching(message) });
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    const failure = await failureOf([
      'simulate',
      'vc',
      '--params',
      'baseline',
      '--protocol',
      'ipsc-steps',
      '--hold-s',
      '0',
      '--out',
      '/dev/full',
    ]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/the disk is full/) });
  });

  it('reports errors in one plain line without --json, usage beside it', async () => {
    const wrong = await cli(['simulate', 'ap', '--sekonds', '3']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr.split('\n')).toEqual([
      'Unknown option --sekonds.',
      expect.stringMatching(/^Usage: twinclamp simulate ap --params/),
      '',
    ]);
  });
});

describe('help and lists', () => {
  it('lists every verb and its options', async () => {
    const overview = await cli(['--help']);
    expect(overview.code).toBe(0);
    expect(overview.stdout).toMatch(/simulate vc[\s\S]*rig emulate[\s\S]*evaluate/);
    const one = await cli(['infer', '--help']);
    expect(one.code).toBe(0);
    expect(one.stdout).toMatch(/--ideal-clamp/);
    expect((await cli([])).code).toBe(2);
  });

  it('lists protocols and parameters', async () => {
    const { protocols } = await answerOf(['protocol', 'list']);
    expect(protocols[0]).toMatchObject({ id: 'twinclamp-10s', durationMs: expect.closeTo(9500, 3) });
    const { parameters } = await answerOf(['params', 'list']);
    expect(parameters).toHaveLength(52);
  });
});
