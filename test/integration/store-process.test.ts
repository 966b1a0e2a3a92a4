import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SessionFolder } from '../../src/main/store/index.ts';
import { StoreClient } from '../../src/main/store-worker/store-client.ts';
import type { FromStore } from '../../src/shared/store/messages.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'store-process-'));
const script = join(import.meta.dirname, '../../src/main/store-process.ts');
const clients: StoreClient[] = [];
afterAll(() => {
  for (const client of clients) client.close();
  rmSync(scratch, { recursive: true });
});

/** The store process as a plain child; `children` are those that were started. */
function started(name: string, silenceMs = 5000) {
  const folder = join(scratch, name);
  const sessions = new SessionFolder(folder);
  const indexFile = join(scratch, `${name}-index.json`);
  const children: ChildProcess[] = [];
  const client = new StoreClient(
    () => {
      const child = fork(script, [], { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'] });
      children.push(child);
      child.send({ type: 'init', sessionsDir: folder, indexFile });
      return {
        post: (message) => void child.send(message),
        onMessage: (listener) => void child.on('message', (message) => listener(message as FromStore)),
        onExit: (listener) => void child.once('exit', listener),
        kill: () => void child.kill('SIGKILL'),
      };
    },
    () => undefined,
    silenceMs,
  );
  clients.push(client);
  return { client, sessions, children, indexFile };
}

function record(sessions: SessionFolder, cellName: string, chunks = 10, n = 100): string {
  const session = sessions.create({ cellName });
  session.connection.pragma('synchronous = OFF');
  const id = session.beginRecording(
    newRecording({ expectedSamples: chunks * n, protocolRealised: null, protocolRequested: null, kind: 'spontaneous' }),
  );
  for (let k = 0; k < chunks; k++) {
    const { voltageMv, currentPa } = samplesAt(k * n, n);
    session.appendChunk(
      id,
      k * n,
      voltageMv.map((value) => value % 100),
      currentPa.fill(0),
    );
  }
  session.endRecording(id, 'complete');
  session.close();
  return session.key;
}

describe('the store process', () => {
  it('lists, opens, draws, checks, exports and stores', async () => {
    const { client, sessions } = started('all');
    const key = record(sessions, 'cell');
    expect(await client.request('list', {})).toMatchObject([{ sessionKey: key, cellName: 'cell', recordings: 1, problem: null }]);
    expect((await client.request('detail', { sessionKey: key })).recordingList).toMatchObject([
      { verified: 'not-yet', damage: null, samples: 1000 },
    ]);
    expect(await client.request('check', { sessionKey: key })).toMatchObject({ intact: true });
    expect((await client.request('detail', { sessionKey: key })).recordingList).toMatchObject([{ verified: 'verified' }]);
    const { voltage, current } = await client.request('trace', { sessionKey: key, recordingId: 1, fromMs: null, toMs: null, points: 100 });
    expect(voltage.min).toHaveLength(100);
    expect(current).toBeNull();
    const path = join(scratch, 'out.csv');
    expect(await client.request('exportRecording', { sessionKey: key, recordingId: 1, format: 'csv', path })).toBe(1000);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(1002);
    const twinId = await client.request('addTwin', { sessionKey: key, recordingId: 1, twin });
    expect(await client.request('twin', { sessionKey: key, twinId })).toEqual({ recordingId: 1, twin: { ...twin, simulated: true } });
    await expect(client.request('detail', { sessionKey: '../x.twinclamp' })).rejects.toMatchObject({
      name: 'StorageError',
      code: 'not-found',
    });
    expect((await client.request('info', {})).sqlite).toMatch(/^3\./);
  });

  it('answers a list while a long export runs, and a cancelled export leaves nothing', async () => {
    const { client, sessions } = started('slices');
    const key = record(sessions, 'long', 200, 5000);
    await client.request('list', {});
    const abort = new AbortController();
    const path = join(scratch, 'long.csv');
    let reports = 0;
    const exported = client.request(
      'exportRecording',
      { sessionKey: key, recordingId: 1, format: 'csv', path },
      { signal: abort.signal, onProgress: () => reports++ },
    );
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      const startedMs = performance.now();
      await client.request('list', {});
      waits.push(performance.now() - startedMs);
    }
    console.log(`list during an export: ${waits.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    expect(Math.max(...waits)).toBeLessThan(1000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    abort.abort();
    await expect(exported).rejects.toMatchObject({ code: 'cancelled' });
    expect(reports).toBeGreaterThan(0);
    expect(readdirSync(scratch).filter((name) => name.includes('long.csv'))).toEqual([]);
  });

  it('is restarted when it dies: reads are repeated, writes are reported as failed', async () => {
    const { client, sessions, children } = started('deaths');
    const key = record(sessions, 'long', 200, 5000);
    await client.request('list', {});
    const exported = client.request('exportRecording', { sessionKey: key, recordingId: 1, format: 'csv', path: join(scratch, 'dead.csv') });
    const refused = expect(exported).rejects.toMatchObject({ name: 'StorageError', code: 'io' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const listed = client.request('list', {});
    children[0]?.kill('SIGKILL');
    await refused;
    expect(await listed).toHaveLength(1);
    expect(children).toHaveLength(2);
    expect(existsSync(join(scratch, 'dead.csv'))).toBe(false);
  });

  it('leaves out a file that hangs it, and shows the others', async () => {
    const { client, sessions, children, indexFile } = started('hang', 2000);
    record(sessions, 'good');
    await client.request('list', {});
    // A file whose reading hung: the process was killed while its mark stood.
    const key = record(sessions, 'bad');
    const child = children[0] as ChildProcess;
    child.kill('SIGSTOP');
    writeFileSync(`${indexFile}.reading`, JSON.stringify({ key, stamp: stampOf(sessions, key) }));
    const startedMs = Date.now();
    const list = await client.request('list', {});
    console.log(`a hung store process was replaced in ${Date.now() - startedMs} ms`);
    expect(children).toHaveLength(2);
    expect(list.find(({ sessionKey }) => sessionKey === key)?.problem).toMatch(/took too long/);
    expect(list.find(({ cellName }) => cellName === 'good')?.problem).toBeNull();
  });

  it('makes its index again when it is damaged, and lists 3,000 sessions within 100 ms after the first time', async () => {
    const { client, sessions, indexFile } = started('many');
    const key = record(sessions, 'one', 2);
    const bytes = readFileSync(sessions.fileOf(key));
    for (let i = 1; i < 2990; i++) writeFileSync(sessions.fileOf(`copy-${i}.twinclamp`), bytes);
    for (let i = 0; i < 10; i++) symlinkSync(join(scratch, 'nowhere'), sessions.fileOf(`dangling-${i}.twinclamp`));
    execFileSync('mkfifo', [sessions.fileOf('pipe.twinclamp')]);
    const firstMs = await timed(() => client.request('list', {}));
    const again = await Promise.all([0, 1, 2].map(() => timed(() => client.request('list', {}))));
    console.log(`list of 3,001: first ${firstMs.ms.toFixed(0)} ms, then ${again.map(({ ms }) => ms.toFixed(0)).join(', ')} ms together`);
    const alone = [];
    for (let i = 0; i < 5; i++) alone.push((await timed(() => client.request('list', {}))).ms);
    console.log(`alone ${alone.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    expect(firstMs.value).toHaveLength(3001);
    // Twice the bound: the machine of the tests may be busy. The bench measures the figure.
    expect(Math.min(...alone)).toBeLessThan(200);
    client.close();
    writeFileSync(indexFile, '{"version":1,');
    const anew = started('many');
    expect(await anew.client.request('list', {})).toHaveLength(3001);
  });
});

function stampOf(sessions: SessionFolder, key: string): string {
  const { size, mtimeMs, ino, mode } = statSync(sessions.fileOf(key));
  return `${size}:${mtimeMs}:${ino}:${mode}|`;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const startedMs = performance.now();
  const value = await work();
  return { ms: performance.now() - startedMs, value };
}
