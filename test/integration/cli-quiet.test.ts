import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { answerOf, cli, scratch } from './cli-process.ts';

const folder = scratch();
afterAll(() => folder.remove());
const protocolFile = folder.path('short.json');
const recording = folder.path('cell.f32');
const infer = (...rest: string[]): string[] => [
  'infer',
  '--recording',
  recording,
  '--protocol',
  protocolFile,
  '--ideal-clamp',
  '--simulations',
  '150',
  ...rest,
];

beforeAll(async () => {
  const steps = [-40, 10, -80, -110].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 60 }));
  writeFileSync(protocolFile, JSON.stringify({ id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: steps }));
  await answerOf(['simulate', 'vc', '--params', 'baseline', '--protocol', protocolFile, '--out', recording]);
});

describe('an inference on the backend that it chooses by itself', () => {
  it('prints nothing on standard error when it is to be quiet, whatever libraries find or lack', async () => {
    const { code, stdout, stderr } = await cli(infer('--quiet', '--json', '--out', folder.path('a.json')));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });

  it('prints nothing beside the answer where nobody asked and no terminal watches', async () => {
    const { code, stdout, stderr } = await cli(infer('--json', '--out', folder.path('c.json')));
    expect([code, stderr]).toEqual([0, '']);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });

  it('prints its progress and nothing else when that is asked for', async () => {
    const { code, stderr } = await cli(infer('--progress', '--out', folder.path('b.json')));
    expect(code).toBe(0);
    const lines = stderr.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^ *\d+ % {2}\S/);
  });

  it('still reports in one sentence what went wrong', async () => {
    const { code, stderr } = await cli(infer('--quiet'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Missing: --out/);
  });
});
