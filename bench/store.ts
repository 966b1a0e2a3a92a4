import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SessionFolder } from '../src/main/store/index.ts';
import { STORE_FLAGS } from '../src/main/store-worker/store-child.ts';
import { StoreClient } from '../src/main/store-worker/store-client.ts';
import type { FromStore } from '../src/shared/store/messages.ts';
import { median, round } from './measure.ts';
import { recordLong, openAtOnce } from './store/whole-in-memory.ts';

const SECONDS = 600;
const RATE_HZ = 50_000;
const SESSIONS = 3_000;
const POINTS = 1600;

/**
 * The store process on a session of 10 minutes at 50 kHz, and on a folder of 3,000: opening, its trace, its CSV; against the whole
 * recording read into memory and folded there, the earlier implementation, in the same run. Peak memory above the idle process.
 */
export async function benchStore(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
  try {
    const sessions = new SessionFolder(join(folder, 'long'));
    const key = recordLong(sessions, SECONDS, RATE_HZ);
    const { client, pid } = started(sessions.path, join(folder, 'index.json'));
    await client.request('info', {});
    const idleMb = peakMb(pid());
    const open = await timed(() => client.request('detail', { sessionKey: key }));
    const trace = await timed(() => client.request('trace', { sessionKey: key, recordingId: 1, fromMs: null, toMs: null, points: POINTS }));
    const near = await timed(() =>
      client.request('trace', { sessionKey: key, recordingId: 1, fromMs: 300_000, toMs: 301_000, points: POINTS }),
    );
    const openedMb = peakMb(pid()) - idleMb;
    const exported = await timed(() =>
      client.request('exportRecording', { sessionKey: key, recordingId: 1, format: 'csv', path: join(folder, 'out.csv') }),
    );
    const check = await timed(() => client.request('check', { sessionKey: key }));
    const allMb = peakMb(pid()) - idleMb;
    client.close();
    rmSync(join(folder, 'out.csv'));
    const before = openAtOnce(sessions.fileOf(key), POINTS);
    return {
      recording: { seconds: SECONDS, rateHz: RATE_HZ, megabytes: round(statSync(sessions.fileOf(key)).size / 1e6) },
      ms: { open: round(open), trace: round(trace), near: round(near), export: round(exported), check: round(check) },
      peakMbAboveIdle: { openAndTrace: round(openedMb), withExportAndCheck: round(allMb) },
      wholeInMemory: { openAndTraceMs: round(before.ms), peakMbAboveIdle: round(before.peakMb) },
      openAndTraceFaster: round(before.ms / (open + trace)),
      listOf3000: await listOfMany(folder),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function listOfMany(folder: string): Promise<object> {
  const sessions = new SessionFolder(join(folder, 'many'));
  const one = sessions.create({ cellName: 'one' });
  one.close();
  const bytes = readFileSync(one.path);
  for (let i = 1; i < SESSIONS; i++) writeFileSync(sessions.fileOf(`copy-${i}.twinclamp`), bytes);
  const { client } = started(sessions.path, join(folder, 'many.json'));
  await client.request('info', {});
  const firstMs = await timed(() => client.request('list', {}));
  const again: number[] = [];
  for (let i = 0; i < 20; i++) again.push(await timed(() => client.request('list', {})));
  client.close();
  return { firstMs: round(firstMs), medianMs: round(median(again)), slowestMs: round(Math.max(...again)) };
}

function started(sessionsDir: string, indexFile: string): { readonly client: StoreClient; readonly pid: () => number } {
  let pid = 0;
  const client = new StoreClient(() => {
    const child = fork(fileURLToPath(new URL('../src/main/store-process.ts', import.meta.url)), [], {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning', ...STORE_FLAGS],
    });
    pid = child.pid ?? 0;
    child.send({ type: 'init', sessionsDir, indexFile });
    return {
      post: (message) => void child.send(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromStore)),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  });
  return { client, pid: () => pid };
}

/** Highest resident memory of a process so far, MB; NaN where the system does not report it. */
function peakMb(pid: number): number {
  if (process.platform !== 'linux') return NaN;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
