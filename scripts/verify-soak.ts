import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ACQUISITION_PROCESS, RECORDER_THREAD } from '../src/cli/paths.ts';
import { launchEmulator } from '../src/cli/launch-emulator.ts';
import { AcquisitionClient, startNodeAcquisition } from '../src/main/acquisition/index.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { withSessionFile } from '../src/cli/open-session.ts';
import type { RigPort } from '../src/shared/rig/rig-port.ts';
import type { EndedRun } from '../src/shared/acquisition/messages.ts';
import { soundOf } from './durability/sound-session.ts';
import { fillSessions, repeatCommands } from './durability/surroundings.ts';

// npm run verify:soak [-- --device riglink|epatch] [--minutes N] [--sessions N] [--json FILE]
// Two channels of 50 kS/s over a real pseudo-terminal, while sessions are listed and exported and twins are inferred: nothing lost, memory
// flat.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'riglink' },
    minutes: { type: 'string', default: '30' },
    sessions: { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});
const RATE_HZ = 50_000;
const seconds = Math.round(60 * Number(values.minutes));
/** An ePatch plays rests between its downloads beside. */
const LEAST_SAMPLES = seconds * RATE_HZ + 1;
/** Where the device is connected. */
const PORTS: Readonly<Record<string, (address: string) => RigPort>> = {
  riglink: (name) => ({ kind: 'serial', name }),
  epatch: (address) => ({ kind: 'driver', driver: 'epatch', address: `EL03F@${address}` }),
};
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
  const portOf = PORTS[values.device];
  if (portOf === undefined) throw new Error(`--device: expected ${Object.keys(PORTS).join(' or ')}, got "${values.device}".`);
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
    launchEmulator: () => Promise.reject(new Error('The device runs already.')),
    onStatus: ({ notYetStoredS }) => {
      largestWaitS = Math.max(largestWaitS, notYetStoredS);
    },
    onSamples: ({ seq }) => client.taken(seq),
    onStored: () => undefined,
    onEnded: ended,
    onNotice: (level, message) => console.log(`${level}: ${message}`),
  });
  const device = await launchEmulator(1, ['--device', values.device, '--cell', 'passive']);
  await client.request('connect', { port: portOf(device.address) });
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
    console.log(`${progressOf(client)}, ${memoryMb.at(-1)?.toFixed(0) ?? '?'} MB, ${beside.done()} jobs beside`);
  }, LOOK_MS);
  const { status, reason } = await run;
  clearInterval(look);
  beside.stop();
  const sound = soundOf(path, 1);
  const expected = await withSessionFile(path, (session) => session.recordingMeta(1).expectedSamples ?? 0);
  await client.close();
  await device.kill();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  report({
    minutes: seconds / 60,
    device: values.device,
    status,
    reason,
    samples: sound.intact,
    expected,
    lost: sound.gaps,
    damagedChunks: sound.damagedChunks,
    unexplained: sound.unexplained,
    jobsBeside: beside.done(),
    longestNotYetStoredS: Number(largestWaitS.toFixed(2)),
    residentMb: memoryOf(memoryMb),
  });
}

interface Answer {
  readonly status: EndedRun['status'];
  readonly samples: number;
  readonly expected: number;
  readonly damagedChunks: number;
  readonly unexplained: number;
  readonly residentMb: { readonly secondQuarter: number; readonly lastQuarter: number; readonly largest: number };
}

function report(answer: Answer & Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify(answer, null, 1));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(answer, null, 1));
  const { status, samples, expected, damagedChunks, unexplained, residentMb: memory } = answer;
  const flat = memory.lastQuarter <= 1.15 * memory.secondQuarter + 10;
  const whole = status === 'complete' && expected >= LEAST_SAMPLES && samples === expected && damagedChunks === 0 && unexplained === 0;
  console.log(`${whole ? 'Nothing was lost' : 'NOT WHOLE'}; memory ${flat ? 'flat' : 'NOT FLAT'}.`);
  process.exitCode = whole && flat ? 0 : 1;
}

function progressOf(client: AcquisitionClient): string {
  const { recording, lostSamples } = client.status();
  return `${((recording?.elapsedMs ?? 0) / 1000).toFixed(0)} of ${seconds} s, ${lostSamples} lost`;
}

function memoryOf(mb: readonly number[]): Answer['residentMb'] {
  const quarter = Math.max(1, Math.floor(mb.length / 4));
  return { secondQuarter: mean(mb.slice(quarter, 2 * quarter)), lastQuarter: mean(mb.slice(-quarter)), largest: Math.max(...mb) };
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
