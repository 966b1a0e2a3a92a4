import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { protocolSampleCount } from '../../src/core/protocol/protocol.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import { newStation, type Station } from './acquisition-harness.ts';
import { endAll, longProtocol, until } from './rig-harness.ts';

const scratch = mkdtempSync(join(tmpdir(), 'acquisition-'));
let next = 0;
const stations: Station[] = [];
const protocol = longProtocol(4);
const samples = protocolSampleCount(protocol, 10_000);

function station(options: Parameters<typeof newStation>[1] = {}): { station: Station; path: string; folder: string } {
  const folder = join(scratch, String(next++));
  const made = newStation(folder, options);
  stations.push(made);
  return { station: made, folder, path: join(folder, 'cell.twinclamp') };
}

async function begin(made: Station, path: string): Promise<void> {
  await made.client.request('connect', { port: { kind: 'simulated', seed: 1 } });
  await made.client.request('record', { target: { kind: 'file', path, cellName: 'c' }, protocol, spontaneousSeconds: 0, holdSeconds: 0.2 });
  await until(() => (made.client.status().recording?.elapsedMs ?? 0) > 500, 'half a second of samples');
}

function recordings(path: string) {
  const session = SessionFile.open(path);
  try {
    return session.listRecordings().map(({ recordingId, status, samples, lostSamples }) => ({
      status,
      samples,
      lostSamples,
      damaged: session.verify(recordingId).length,
    }));
  } finally {
    session.close();
  }
}

afterEach(async () => {
  for (const made of stations.splice(0)) await made.client.close();
  await endAll();
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('a run in the acquisition process', () => {
  it('waits in memory for a file that another program holds, reports for how long, and loses nothing', async () => {
    const { station: made, path } = station();
    await begin(made, path);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const before = made.shown;
    await until(() => made.statuses.some(({ notYetStoredS }) => notYetStoredS > 1.2), 'a status that shows it');
    expect(made.shown).toBeGreaterThan(before + 5000);
    other.exec('COMMIT');
    other.close();
    await until(() => made.runs.length === 1, 'the run to end');
    expect(made.runs[0]).toMatchObject({ status: 'complete', reason: null });
    expect(recordings(path)).toEqual([{ status: 'complete', samples, lostSamples: 0, damaged: 0 }]);
    expect(made.client.status().notYetStoredS).toBe(0);
  });

  it('is saved beside its file when the file stays held to the end, and reports where', async () => {
    const { station: made, path, folder } = station();
    await begin(made, path);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    await made.client.request('stop', undefined);
    await until(() => made.runs.length === 1, 'the run to end', 30_000);
    expect(made.runs[0]).toMatchObject({ status: 'interrupted' });
    expect(made.notices.join()).toContain('cell-rescue.twinclamp');
    other.exec('COMMIT');
    other.close();
    await until(() => recordings(path)[0]?.status === 'interrupted', 'the held file to be ended');
    const [held] = recordings(path);
    const [rest] = recordings(join(folder, 'cell-rescue.twinclamp'));
    expect(rest).toMatchObject({ status: 'interrupted', damaged: 0 });
    const intact = (of: typeof held): number => (of?.samples ?? 0) - (of?.lostSamples ?? 0);
    expect(intact(held) + intact(rest)).toBeGreaterThanOrEqual(made.shown);
  });

  it.each(['moved', 'deleted'])('whose file is %s goes on in a whole copy, and says so', async (how) => {
    const { station: made, path, folder } = station();
    await begin(made, path);
    if (how === 'moved') renameSync(path, join(folder, 'elsewhere.bin'));
    else for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await until(() => made.runs.length === 1, 'the run to end', 30_000);
    const rescue = join(folder, 'cell-rescue.twinclamp');
    expect(made.runs[0]).toMatchObject({ status: 'complete', sessionPath: rescue, sessionKey: 'cell-rescue.twinclamp' });
    expect(made.notices.join()).toMatch(/was moved or deleted.*cell-rescue/);
    expect(recordings(rescue)).toEqual([{ status: 'complete', samples, lostSamples: 0, damaged: 0 }]);
  });

  it('holds its samples in the one file itself within about a second', async () => {
    const { station: made, path, folder } = station();
    await begin(made, path);
    await until(() => made.shown > 25_000, '2.5 s of samples');
    const copy = join(folder, 'copy.twinclamp');
    copyFileSync(path, copy);
    expect(recordings(copy)[0]?.samples).toBeGreaterThan(10_000);
  });

  it('that dies itself is a fault that states what is kept, and the next process records', async () => {
    const { station: made, path } = station();
    await begin(made, path);
    process.kill(made.pid(), 'SIGKILL');
    await until(() => made.client.status().state === 'fault', 'the fault');
    expect(made.client.status().fault).toMatch(/ended by itself.*what was recorded is kept/);
    expect(made.runs).toMatchObject([{ status: 'interrupted', recordingIds: [1] }]);
    expect(recordings(path)[0]).toMatchObject({ status: 'interrupted', damaged: 0 });
    expect(recordings(path)[0]?.samples).toBeGreaterThanOrEqual(made.shown - 400);
    await begin(made, path.replace('cell', 'next'));
    expect(made.client.status().state).toBe('recording');
  });

  it('that hangs is ended, which is a fault', async () => {
    const { station: made, path } = station();
    await begin(made, path);
    process.kill(made.pid(), 'SIGSTOP');
    await until(() => made.client.status().state === 'fault', 'the fault', 40_000);
    expect(made.runs).toMatchObject([{ status: 'interrupted' }]);
  });

  it('is over for the next one as soon as the rig is idle again', async () => {
    const { station: made, path } = station();
    let again = null as Promise<unknown> | null;
    await begin(made, path);
    const from = made.statuses.length;
    const idleAgain = () => made.statuses.slice(from).some(({ state }) => state === 'idle');
    const push = made.statuses.push.bind(made.statuses);
    made.statuses.push = (...reported) => {
      if (again === null && reported.some(({ state }) => state === 'idle')) {
        again = made.client.request('record', {
          target: { kind: 'file', path: `${path}.next.twinclamp`, cellName: 'c' },
          protocol,
          spontaneousSeconds: 0,
          holdSeconds: 0.2,
        });
      }
      return push(...reported);
    };
    await until(idleAgain, 'the rig to be idle');
    await expect(again).resolves.toMatchObject({ recordingId: 1 });
  });

  it('that is stopped while it opens its session records nothing and leaves no file', async () => {
    const { station: made, path, folder } = station();
    await made.client.request('connect', { port: { kind: 'simulated', seed: 1 } });
    const record = made.client.request('record', { target: { kind: 'file', path, cellName: 'c' }, protocol, spontaneousSeconds: 0 });
    void made.client.request('abort', undefined);
    await expect(record).rejects.toThrow(/nothing was recorded|abort/i);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('outlives a parent that does not listen', async () => {
    const { station: made, path } = station({ takes: false });
    await begin(made, path);
    const end = performance.now() + 2500;
    while (performance.now() < end);
    await until(() => made.runs.length === 1, 'the run to end');
    expect(made.runs[0]).toMatchObject({ status: 'complete', reason: null });
    expect(recordings(path)).toEqual([{ status: 'complete', samples, lostSamples: 0, damaged: 0 }]);
  });

  it('whose parent dies leaves the device at its safe level and keeps what was recorded', async () => {
    const { folder, path } = station();
    const parent = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', new URL('./fixtures/acquisition-parent.ts', import.meta.url).pathname, folder, path],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    parent.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until(() => output.includes('recording'), 'the run to begin', 30_000);
    const pid = Number(/acquisition (\d+)/.exec(output)?.[1]);
    parent.kill('SIGKILL');
    await until(() => !alive(pid), 'the acquisition process to end');
    expect(recordings(path)[0]).toMatchObject({ status: expect.stringMatching(/aborted|interrupted/), damaged: 0 });
    expect(recordings(path)[0]?.samples).toBeGreaterThan(4000);
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
