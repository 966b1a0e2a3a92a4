import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ACQUISITION_PROCESS, RECORDER_THREAD } from '../src/cli/paths.ts';
import { launchEmulator } from '../src/cli/launch-emulator.ts';
import { AcquisitionClient, startNodeAcquisition } from '../src/main/acquisition/index.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import type { EndedRun } from '../src/shared/acquisition/messages.ts';
import { soundOf } from './durability/sound-session.ts';
import { fillSessions, repeatCommands } from './durability/surroundings.ts';

// npm run verify:soak [-- --minutes N] [--sessions N] [--json FILE]
// Two channels of 50 kS/s over a real pseudo-terminal, while sessions are listed and exported and twins are inferred: nothing lost, memory
// flat.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, sessions: { type: 'string', default: '200' }, json: { type: 'string' } },
});
const RATE_HZ = 50_000;
const seconds = Math.round(60 * Number(values.minutes));
const SAMPLES = seconds * RATE_HZ + 1;
const LOOK_MS = 10_000;

const protocol: Protocol = {
  id: 'soak',
  name: 'Soak',
  source: 'verify:soak',
  holdingMv: -80,
  segments: Array.from({ length: 2 * seconds }, (_, i) => ({ kind: 'step', voltageMv: i % 2 === 0 ? -80 : -70, durationMs: 500 })),
};

/** Resident memory of a process, MB. */
function residentMb(pid: number): number {
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? Number.NaN) / 1024;
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'soak-'));
  const sessions = join(scratch, 'sessions');
  const path = join(scratch, 'soak.twinclamp');
  fillSessions(root, scratch, sessions, Number(values.sessions));
  const memoryMb: number[] = [];
  let largestWaitS = 0;
  let ended: (run: EndedRun) => void = () => undefined;
  const run = new Promise<EndedRun>((resolve) => {
    ended = resolve;
  });
  let pid = -1;
  const client: AcquisitionClient = new AcquisitionClient({
    start: () => {
      const child = startNodeAcquisition(ACQUISITION_PROCESS);
      pid = child.pid;
      return child;
    },
    init: { type: 'init', recorderThread: RECORDER_THREAD, sessionsFolder: scratch, rescueFolders: [] },
    launchEmulator: (seed) => launchEmulator(seed, ['--cell', 'passive']),
    onStatus: ({ notYetStoredS }) => {
      largestWaitS = Math.max(largestWaitS, notYetStoredS);
    },
    onSamples: ({ seq }) => client.taken(seq),
    onStored: () => undefined,
    onEnded: ended,
    onNotice: (level, message) => console.log(`${level}: ${message}`),
  });
  await client.request('connect', { port: { kind: 'simulated', seed: 1 } });
  await client.request('record', {
    target: { kind: 'file', path, cellName: 'soak' },
    protocol,
    spontaneousSeconds: 0,
    sampleRateHz: RATE_HZ,
    holdSeconds: 0.5,
  });
  const beside = repeatCommands(root, () => commandsBeside(scratch, sessions, path));
  const look = setInterval(() => {
    memoryMb.push(residentMb(pid));
    const { recording, lostSamples } = client.status();
    console.log(
      `${((recording?.elapsedMs ?? 0) / 1000).toFixed(0)} of ${seconds} s, ${lostSamples} lost, ` +
        `${memoryMb.at(-1)?.toFixed(0) ?? '?'} MB, ${beside.done()} jobs beside`,
    );
  }, LOOK_MS);
  const { status, reason } = await run;
  clearInterval(look);
  beside.stop();
  const sound = soundOf(path, 1);
  await client.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  const quarter = Math.max(1, Math.floor(memoryMb.length / 4));
  const answer = {
    minutes: seconds / 60,
    status,
    reason,
    samples: sound.intact,
    expected: SAMPLES,
    lost: sound.gaps,
    damagedChunks: sound.damagedChunks,
    unexplained: sound.unexplained,
    jobsBeside: beside.done(),
    longestNotYetStoredS: Number(largestWaitS.toFixed(2)),
    residentMb: {
      secondQuarter: mean(memoryMb.slice(quarter, 2 * quarter)),
      lastQuarter: mean(memoryMb.slice(-quarter)),
      largest: Math.max(...memoryMb),
    },
  };
  console.log(JSON.stringify(answer, null, 1));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(answer, null, 1));
  const flat = answer.residentMb.lastQuarter <= 1.15 * answer.residentMb.secondQuarter + 10;
  const whole = status === 'complete' && sound.intact === SAMPLES && sound.damagedChunks === 0 && sound.unexplained === 0;
  console.log(`${whole ? 'Nothing was lost' : 'NOT WHOLE'}; memory ${flat ? 'flat' : 'NOT FLAT'}.`);
  process.exitCode = whole && flat ? 0 : 1;
}

/** What goes on beside the recording. */
function commandsBeside(scratch: string, sessions: string, path: string): string[][] {
  return [
    ['session', 'list', '--sessions', sessions, '--json'],
    ['session', 'export', '--session', join(sessions, 'old-0000.twinclamp'), '--out', join(scratch, 'out.csv')],
    [
      'infer',
      '--session',
      join(sessions, 'old-0000.twinclamp'),
      '--method',
      'fit',
      '--simulations',
      '400',
      '--out',
      join(scratch, 'twin.json'),
    ],
    ['session', 'list', '--session', path, '--json'],
  ];
}

function mean(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1));
}

await main();
process.exit();
