import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'import-cli-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function cli(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/index.ts'), ...words, '--quiet'],
    { encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  return { status, stdout, stderr };
}

const lines = (row: (k: number) => string): string => Array.from({ length: 400 }, (_, k) => row(k)).join('\n');

describe('import on the command line', () => {
  it('stays one short sentence and valid JSON whatever the file holds', () => {
    const endless = join(scratch, 'endless \u001b[2J.csv');
    writeFileSync(endless, `t (s),V (mV)\n${lines((k) => `${k / 1000},${k === 200 ? 'x'.repeat(5e6) : -70}`)}\n`);
    const noise = join(scratch, 'noise.abf');
    writeFileSync(noise, Buffer.concat([Buffer.from('ABF2'), Buffer.alloc(100_000, 0xff)]));
    const { status, stdout } = cli('import', endless, noise, '--sessions', join(scratch, 'none'), '--json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as { cells: { recordings: unknown[]; files: { unused: { why: string }[] }[] }[] };
    const why = report.cells.flatMap(({ files }) => files.flatMap(({ unused }) => unused.map((left) => left.why)));
    expect(why).toHaveLength(2);
    expect(why[0]).toMatch(/^Line 202, column "V": expected a number, got "/);
    for (const reason of why) expect(reason.length).toBeLessThan(400);
    expect(stdout).not.toContain('\u001b');
    const inspected = cli('import', endless, '--inspect', '--json');
    expect(inspected.status).toBe(1);
    expect(inspected.stdout).toBe('');
    const { error } = JSON.parse(inspected.stderr) as { error: { message: string } };
    expect(error.message.length).toBeLessThan(400);
  });

  it('asks by a template what a table does not say, and takes the answers', () => {
    const table = join(scratch, 'rig.csv');
    writeFileSync(table, `t,V,I\n${lines((k) => `${k / 10},${k % 100 < 50 ? -80 : -40},${k % 100 < 50 ? -12 - (k % 3) : 9}`)}\n`);
    const refused = cli('import', table, '--sessions', join(scratch, 'own'), '--json');
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/In which unit is \\"I\\"/);
    const map = join(scratch, 'rig.json');
    expect(cli('import', table, '--write-map', map).stdout).toMatch(/In which unit is "I"\?/);
    const template = JSON.parse(readFileSync(map, 'utf8')) as { columns: { unit: string }[]; conditions: Record<string, number | null> };
    template.columns[2]!.unit = 'pA';
    template.conditions['membraneCapacitancePf'] = 41;
    writeFileSync(map, JSON.stringify(template));
    const session = join(scratch, 'cell.twinclamp');
    const done = cli('import', table, '--map', map, '--session', session, '--json');
    expect(done.status, done.stdout + done.stderr).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      cells: [{ session, recordings: [{ kind: 'voltage-clamp', command: { origin: 'recorded voltage' } }] }],
    });
  });
});

describe('several files at once', () => {
  it('go on without those that are missing or cannot be used; exit 1 and a report at the end', () => {
    const good = ['a', 'b'].map((name, i) => {
      const file = join(scratch, `${name}.csv`);
      writeFileSync(file, `t (s),V (mV)\n${lines((k) => `${k / 1000},${-70 + (40 + i) * Math.sin(k / 20)}`)}\n`);
      return file;
    });
    const sessions = join(scratch, 'batch');
    const imported = cli('import', good[0]!, join(scratch, 'nowhere.csv'), good[1]!, '--sessions', sessions);
    expect(imported.status).toBe(1);
    expect(imported.stdout).toMatch(/2 recording\(s\)/);
    expect(imported.stdout).toMatch(/Not used:\n {2}nowhere.csv, the file: it does not exist/);
    const [session] = readdirSync(sessions).map((name) => join(sessions, name));
    const out = join(scratch, 'out');
    const text = join(scratch, 'text.json');
    writeFileSync(text, '{}');
    const exported = cli('export', join(scratch, 'nowhere.twinclamp'), session!, text, '--format', 'nwb', '--out-dir', out);
    expect(exported.status).toBe(1);
    expect(exported.stdout).toMatch(
      /Recording 1, 2, 800 samples, written to [^\n]*\nNot used:\n[^\n]*does not exist[^\n]*\n[^\n]*text.json/,
    );
    const tables = cli('export', join(scratch, 'nowhere.twinclamp'), session!, '--format', 'csv', '--out-dir', out, '--json');
    expect(tables.status).toBe(1);
    expect(JSON.parse(tables.stdout)).toMatchObject({
      files: [{ recordingIds: [1] }, { recordingIds: [2] }],
      notUsed: [{ why: expect.stringMatching(/does not exist/) as string }],
    });
    expect(readdirSync(out)).toHaveLength(3);
  });
});
