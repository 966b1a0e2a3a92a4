import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { protocolDurationMs } from '../../src/core/protocol/protocol.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { answerOf, cli, scratch } from './cli-process.ts';

const { path, remove } = scratch();
afterAll(remove);

const short = path('short.json');
writeFileSync(
  short,
  JSON.stringify({
    id: 'short',
    name: 'Short',
    source: 'test',
    holdingMv: -80,
    segments: [
      { kind: 'step', voltageMv: -20, durationMs: 100 },
      { kind: 'ramp', startMv: 40, endMv: -120, durationMs: 300 },
      { kind: 'step', voltageMv: -30, durationMs: 50 },
    ],
  }),
);

describe('protocol designer on the command line', () => {
  it('scores a protocol file, writes sheet and picture, whatever the number of workers', async () => {
    const sheet = path('sheets/short.json');
    const report = path('short.html');
    const args = ['protocol', 'score', short, '--cells', '5', '--seed', '4'];
    const one = await answerOf([...args, '--workers', '1', '--out', sheet, '--report', report]);
    const two = await answerOf([...args, '--workers', '2']);
    expect(one).toMatchObject({ protocol: 'short', cells: 5, protocolSeconds: 0.45 });
    expect(one.r2Mean).toBe(two.r2Mean);
    expect(Object.keys(one.r2 as object)).toHaveLength(52);
    expect(one.r2Mean).toBeGreaterThan(0.1);
    expect(one.seconds).toBeGreaterThan(0);
    expect(one.notIdentifiable.length).toBeGreaterThan(3);
    expect(JSON.parse(readFileSync(sheet, 'utf8')).r2Mean).toBe(one.r2Mean);
    const page = readFileSync(report, 'utf8');
    expect(page).toMatch(/<svg[^]*Sensitivity to INa[^]*INa g_Na/);
    expect(page).not.toMatch(/<script|https?:/);
  });

  it('takes options of clamp and noise, and reports what is wrong', async () => {
    const base = ['protocol', 'score', short, '--cells', '2', '--workers', '1'];
    const ideal = await answerOf(base);
    const rig = await answerOf([...base, '--blank-ms', '0.3', '--rs-mohm', '4', '--nuisance']);
    const robust = await answerOf([...base, '--robust']);
    expect(rig.r2Mean).toBe(robust.r2Mean);
    expect(rig.clamp).toMatchObject({ blankMs: 0.3, rsMohm: 4, nuisance: true });
    const noisy = await answerOf([...base, '--noise', '1']);
    expect(noisy.r2Mean).toBeLessThan(ideal.r2Mean as number);
    expect((await cli(['protocol', 'score'])).code).toBe(2);
    expect((await cli(['protocol', 'score', 'a', 'b'])).stderr).toMatch(/Unexpected word "b"/);
    expect((await cli(['protocol', 'score', 'nonsense'])).stderr).toMatch(/Unknown protocol "nonsense"/);
    expect((await cli(['protocol', 'score', short, '--noise', '0'])).code).toBe(2);
  });

  it('resumes a search that was stopped as if it had not been', async () => {
    const search = (out: string, generations: string): string[] => [
      'protocol',
      'optimise',
      '--seconds',
      '1',
      '--out',
      path(out),
      '--from',
      short,
      '--cells',
      '3',
      '--seed',
      '2',
      '--generations',
      generations,
    ];
    const whole = await answerOf(search('whole.json', '8'));
    expect(whole.generations).toBe(8);
    // An interrupted run leaves the checkpoint of the generation it had reached.
    const stopped = await cli([...search('parts.json', '100000'), '--json'], {
      signal: 'SIGINT',
      when: (stderr) => stderr.includes('Evolving'),
    });
    expect(stopped.code).toBe(0);
    const checkpoint = path('parts.json.checkpoint');
    expect(existsSync(checkpoint)).toBe(true);
    const reached = JSON.parse(readFileSync(checkpoint, 'utf8')).state.generation as number;
    const end = String(reached + 3);
    await answerOf(search('parts.json', end));
    await answerOf([...search('straight.json', end), '--workers', '2']);
    expect(readFileSync(path('parts.json'), 'utf8')).toBe(readFileSync(path('straight.json'), 'utf8'));
    const protocol = parseProtocol(readFileSync(path('whole.json'), 'utf8'));
    expect(protocolDurationMs(protocol)).toBeCloseTo(1000, 6);
    expect(protocol.segments[0]).toEqual({ kind: 'step', voltageMv: -80, durationMs: 10 });
  });

  it('fits the same cells under two protocols', async () => {
    const other = path('other.json');
    writeFileSync(
      other,
      JSON.stringify({
        ...JSON.parse(readFileSync(short, 'utf8')),
        id: 'other',
        segments: [{ kind: 'step', voltageMv: -75, durationMs: 200 }],
      }),
    );
    const answer = await answerOf(['protocol', 'compare', short, other, '--cells', '2']);
    const [a, b] = answer.results;
    expect([a.protocol, b.protocol]).toEqual(['short', 'other']);
    expect(a.r2Mean).toBeGreaterThan(b.r2Mean as number);
    expect(Object.keys(a.error as object)).toHaveLength(52);
    expect(a.chi2Median).toBeLessThan(1.5);
    expect(a.ap).toHaveProperty('apd90Percent');
  });
});
