import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parsePort } from '../../src/shared/rig/rig-port.ts';
import { answerOf, cli, failureOf, scratch } from './cli-process.ts';
import { endAll, newRig, startEmulator } from './rig-harness.ts';

const folder = scratch();
const protocolFile = folder.path('short.json');
beforeAll(() => {
  const steps = [-40, 10, -80, -110].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 60 }));
  writeFileSync(protocolFile, JSON.stringify({ id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: steps }));
});
afterEach(endAll);
afterAll(() => folder.remove());

const record = (session: string, ...rest: string[]): string[] => [
  'rig',
  'record',
  '--protocol',
  protocolFile,
  '--session',
  session,
  '--spontaneous-s',
  '0',
  ...rest,
];
const onPty = process.platform !== 'win32';

describe('rig record', () => {
  it('records the simulated rig into a new session, and once more into the same', async () => {
    const session = folder.path('cell.twinclamp');
    const first = await answerOf(record(session, '--port', 'emulated', '--seed', '2'));
    expect(first).toMatchObject({ status: 'complete', simulated: true, lostSamples: 0, device: { serial: 'SIM-000002' } });
    expect(first.recordings).toEqual([{ recordingId: 1, kind: 'voltage-clamp', samples: 2401, sampleRateHz: 10_000, lostSamples: 0 }]);
    expect(first.membraneTest.membraneCapacitancePf).toBeGreaterThan(20);
    const second = await answerOf([...record(session, '--port', 'emulated', '--seed', '2'), '--spontaneous-s', '1']);
    expect((second.recordings as { kind: string }[]).map((r) => r.kind)).toEqual(['voltage-clamp', 'spontaneous']);
    const listed = await answerOf(['session', 'list', '--session', session]);
    expect(listed).toMatchObject({ simulated: true, recordings: 3 });
  });

  it('states the culture of a new session, which its list and exports have, and not that of an old one', async () => {
    const session = folder.path('culture.twinclamp');
    const culture = ['--line', 'WTC-11', '--passage', '42', '--day', '31'];
    const stated = { line: 'WTC-11', passage: 42, day: 31 };
    expect(await answerOf([...record(session, '--port', 'emulated'), ...culture])).toMatchObject({ culture: stated });
    expect(await answerOf(['session', 'list', '--session', session])).toMatchObject({ culture: stated });
    const csv = folder.path('culture.csv');
    await answerOf(['export', '--session', session, '--recording-id', '1', '--format', 'csv', '--out', csv]);
    expect(readFileSync(csv, 'utf8')).toMatch(/cell_line.*WTC-11[\s\S]*passage.*42[\s\S]*day_of_differentiation.*31/);
    const failure = await failureOf([...record(session, '--port', 'emulated'), '--day', '32']);
    expect(failure).toMatchObject({ code: 2, message: expect.stringMatching(/are for a new session.*Leave them out/) });
    expect((await failureOf([...record(folder.path('no.twinclamp'), '--port', 'emulated'), '--passage', '4.5'])).code).toBe(2);
  });

  it('records sub-sweeps, exports the current without leak beside the raw one, and makes no twin of them', async () => {
    const session = folder.path('leak.twinclamp');
    const emulator = await startEmulator(4, ['--cell', 'passive', '--noise-pa', '2']);
    const atHold = folder.path('at-hold.json');
    const steps = [-80, -120, -80, 0, -80].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 40 }));
    writeFileSync(atHold, JSON.stringify({ id: 'at-hold', name: 'At hold', source: 'test', holdingMv: -80, segments: steps }));
    const answer = await answerOf([...record(session, '--port', emulator.address), '--protocol', atHold, '--pn', '4']);
    expect(answer.recordings).toMatchObject([
      { recordingId: 1, leak: { role: 'sub-sweeps', words: 'P/4 from -100 mV', partner: 2 } },
      { recordingId: 2, samples: 2001, leak: { role: 'protocol', partner: 1, problem: null } },
    ]);
    for (const format of ['csv', 'atf', 'nwb']) {
      const out = folder.path(`leak.${format}`);
      await answerOf(['export', '--session', session, '--recording-id', '2', '--format', format, '--out', out]);
    }
    const csv = readFileSync(folder.path('leak.csv'), 'utf8').split('\n');
    expect(csv.find((line) => line.startsWith('# leak_subtraction'))).toMatch(/P\/4 from -100 mV.*A twin is inferred from the raw current/);
    const head = csv.findIndex((line) => line.startsWith('Time (s)'));
    const column = csv[head]!.split(',').indexOf('Leak-subtracted current (pA/pF)');
    const values = csv
      .slice(head + 1)
      .filter(Boolean)
      .map((line) => Number(line.split(',')[column]));
    expect(values).toHaveLength(2001);
    // 60 pF: leaks of 80 mV over 1 GOhm are 1.3 pA/pF; what is left is noise.
    const late = values.slice(1400, 1590);
    expect(Math.abs(late.reduce((sum, value) => sum + value, 0) / late.length)).toBeLessThan(0.1);
    const imported = await answerOf(['import', folder.path('leak.csv'), '--session', folder.path('csv-again.twinclamp')]);
    expect(JSON.stringify(imported)).toMatch(/2001/);
    const atf = readFileSync(folder.path('leak.atf'), 'utf8');
    expect(atf).toMatch(/"Im leak-subtracted \(pA\)"/);
    await answerOf(['import', folder.path('leak.atf'), '--session', folder.path('atf-again.twinclamp')]);
    const refused = await failureOf([
      'infer',
      '--session',
      session,
      '--recording-id',
      '1',
      '--method',
      'network',
      '--out',
      folder.path('no.json'),
    ]);
    expect(refused.message).toMatch(/sub-sweeps of P\/N.*raw current/);
  });

  it('records a rig emulated by another process, through its link', async () => {
    const emulator = await startEmulator(3);
    const answer = await answerOf(record(folder.path('port.twinclamp'), '--port', emulator.address));
    expect(answer.device.serial).toBe('SIM-000003');
  });

  it('names a missing port and leaves no session behind', async () => {
    const session = folder.path('missing.twinclamp');
    const failure = await failureOf(record(session, '--port', '/dev/no-such-rig'));
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/Expected to open port \/dev\/no-such-rig/) });
    expect(existsSync(session)).toBe(false);
  });

  it.runIf(onPty)('says a busy port is busy', async () => {
    const emulator = await startEmulator(1, ['--cell', 'passive']);
    await newRig().connect(parsePort(emulator.address));
    const failure = await failureOf(record(folder.path('busy.twinclamp'), '--port', emulator.address));
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/Another program holds it/) });
  });

  it('keeps what came from a rig that vanishes, and reports that', async () => {
    const session = folder.path('vanished.twinclamp');
    const failure = await failureOf([
      'rig',
      'record',
      '--port',
      'emulated',
      '--protocol',
      'clark2022-rounded',
      '--session',
      session,
      '--faults',
      'dieAtSample=130000',
    ]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/interrupted.*kept as recording 1/) });
    const listed = await answerOf(['session', 'list', '--session', session]);
    expect(listed.recordingList[0]).toMatchObject({ status: 'interrupted' });
    expect(listed.recordingList[0].samples).toBeGreaterThan(1000);
    expect((await failureOf(['infer', '--session', session, '--out', folder.path('no.json')])).message).toMatch(
      /no complete voltage-clamp recording/,
    );
  });

  it.runIf(onPty)('aborts the run on Ctrl+C and keeps what was recorded', async () => {
    const session = folder.path('aborted.twinclamp');
    const args = ['rig', 'record', '--port', 'emulated', '--protocol', 'clark2022-rounded', '--session', session, '--json'];
    const { code, stdout } = await cli(args, { signal: 'SIGINT', when: (text) => text.includes(' 10 %  Recording clark') });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const listed = await answerOf(['session', 'list', '--session', session]);
    expect(listed.recordingList[0]).toMatchObject({ status: 'aborted' });
  });

  const small = tinyDisk();
  afterAll(() => small?.remove());
  it.skipIf(small === null)('refuses a disk that is too small, before anything is recorded', async () => {
    const failure = await failureOf([
      'rig',
      'record',
      '--port',
      'emulated',
      '--protocol',
      'clark2022-rounded',
      '--session',
      `${small?.path}/cell.twinclamp`,
    ]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/disk/i) });
  });
});

describe('rig zap', () => {
  it('breaks the sealed patch of the simulated rig, and shows the cell', async () => {
    const answer = await answerOf(['rig', 'zap', '--port', 'emulated', '--mv', '1000', '--ms', '1']);
    expect(answer).toMatchObject({ simulated: true, zap: { levelMv: 1000, durationMs: 1 }, brokenIn: true });
    expect(answer.sealMohm).toBeGreaterThan(1000);
    expect(answer.membrane.membraneCapacitancePf).toBeGreaterThan(20);
  });

  it('gives none on an open cell, without a seal, or beyond its limits', async () => {
    const open = await startEmulator(1, ['--cell', 'passive']);
    expect((await failureOf(['rig', 'zap', '--port', open.address])).message).toMatch(/Expected a sealed patch, got an open cell of 60 pF/);
    const bath = await startEmulator(1, ['--cell', 'passive', '--pipette', 'approach']);
    expect((await failureOf(['rig', 'zap', '--port', bath.address])).message).toMatch(/Expected a seal, the current is beyond the range/);
    const lost = await startEmulator(1, ['--cell', 'passive', '--pipette', 'seal-lost', '--cm-pf', '1']);
    expect((await failureOf(['rig', 'zap', '--port', lost.address])).message).toMatch(/Expected a seal of 300 MOhm or more, got 4\d MOhm/);
    expect(await failureOf(['rig', 'zap', '--port', 'emulated', '--mv', '1600'])).toMatchObject({ code: 2 });
  });
});

describe('rig emulate and ports', () => {
  it.runIf(onPty)('prints its address as one line and ends when it is stopped', async () => {
    const link = folder.path('rig');
    const { stdout, code } = await cliUntilAddress(link);
    expect(JSON.parse(stdout)).toMatchObject({ address: link, serial: 'SIM-000004', simulated: true });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('lists ports, or reports why it cannot', async () => {
    expect(await answerOf(['rig', 'ports'])).toMatchObject({ ports: expect.any(Array) });
  });

  it('refuses wrong options', async () => {
    expect(await failureOf(['rig', 'emulate', '--seed', '-1'])).toMatchObject({ code: 2 });
    expect(await failureOf(['rig', 'emulate', '--cell', 'frog'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/kernik, paci, passive/),
    });
  });
});

describe('job', () => {
  it('goes from the simulated rig to the report', async () => {
    mkdirSync(folder.path('none'));
    const report = folder.path('report.html');
    const answer = await answerOf([
      'job',
      '--protocol',
      protocolFile,
      '--sessions',
      folder.path('sessions'),
      '--report',
      report,
      '--spontaneous-s',
      '4',
      '--models',
      folder.path('none'),
    ]);
    expect(answer).toMatchObject({
      report,
      simulated: true,
      recorded: { outcome: 'beating' },
      trueCell: { outcome: 'beating' },
      drug: { title: 'IKr blocked by 50 %' },
    });
    expect((answer.alarms as string[]).join(' ')).toMatch(/no network for the protocol "short"/);
    const html = readFileSync(report, 'utf8');
    expect(html).toMatch(/SIMULATED/);
    expect(html).toMatch(/Twin against the true simulated cell/);
    expect(html.indexOf('class="alarms"')).toBeLessThan(html.indexOf('<svg'));
    expect(html.match(/<tr class="(data|partly|prior|nothing)"><th scope="row">/g)).toHaveLength(52);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(html).not.toContain(folder.path(''));
    // Of two twins the report is of the one that is named.
    await answerOf([
      'infer',
      '--session',
      answer.session as string,
      '--method',
      'fit',
      '--simulations',
      '100',
      '--out',
      folder.path('second.json'),
    ]);
    expect(readFileSync(folder.path('second.json'), 'utf8')).toMatch(/"temperatureSource": "stated",\s*"simulated": true/);
    const of = ['report', '--session', answer.session as string, '--out', folder.path('first.html')];
    expect(await failureOf(of)).toMatchObject({
      code: 2,
      message: expect.stringMatching(/has 2 twins: 1 \(.*\), 2 \(.*\)\. Name one with --twin-id N/),
    });
    const first = await answerOf([...of, '--twin-id', '1', '--drug', 'dofetilide']);
    expect(first).toMatchObject({
      twinId: 1,
      origin: 'simulated',
      temperatureSource: 'stated',
      drug: { title: 'dofetilide 2 nM (FDA_manual_2018)' },
    });
    const firstHtml = readFileSync(folder.path('first.html'), 'utf8');
    expect(firstHtml).toMatch(/<title>[^<]*\(SIMULATED\)<\/title>/);
    expect(firstHtml.match(/class="plot-simulated"/g)?.length).toBe(7);
    expect(firstHtml).toMatch(/block of IKr from 8 to 55 %/);
    const { sessions } = await answerOf(['session', 'list', '--sessions', folder.path('sessions')]);
    expect(sessions).toMatchObject([{ cellName: 'Simulated cell 1', recordings: 2, twins: 2 }]);
  });
});

async function cliUntilAddress(link: string) {
  const { spawn } = await import('node:child_process');
  const program = new URL('../../src/cli/index.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    program,
    'rig',
    'emulate',
    '--seed',
    '4',
    '--path',
    link,
  ]);
  let stdout = '';
  return new Promise<{ stdout: string; code: number | null }>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) child.kill('SIGTERM');
    });
    child.once('close', (code) => resolve({ stdout, code }));
  });
}

/** A disk of 1 MB, where this system allows one. */
function tinyDisk(): { readonly path: string; readonly remove: () => void } | null {
  const path = folder.path('tiny');
  try {
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
  return { path, remove: () => execFileSync('umount', [path], { stdio: 'ignore' }) };
}
