import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordedOutcome, type CellRow } from './cells/cell-row.ts';
import { coverage, table } from './cells/table.ts';
import { launchEmulator } from '../src/cli/launch-emulator.ts';
import { withInference, type InferenceClient } from '../src/cli/inference-client.ts';
import { makeTwin } from '../src/cli/make-twin.ts';
import { storeTwin, withSessionFile } from '../src/cli/open-session.ts';
import { Progress } from '../src/cli/progress.ts';
import { recordingFromSession, type RecordingInput } from '../src/cli/recording-input.ts';
import { recordRun } from '../src/cli/record-run.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { drawKernikCell } from '../src/main/rig/index.ts';
import { findProtocol } from '../src/main/store/index.ts';
import type { RigPort } from '../src/shared/rig/rig-port.ts';

// npm run verify:cells [-- --device riglink|epatch] [--cells N] [--recordings N] [--rates HZ,...] [--json FILE] [--sessions DIR]
// So many cells of the simulated rig, and so many recordings of the first of them, at each rate: does each twin beat as its cell was
// recorded, and do its intervals hold what was drawn for the cell? --sessions keeps the sessions, with the twins in them.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'riglink' },
    cells: { type: 'string', default: '5' },
    recordings: { type: 'string', default: '5' },
    rates: { type: 'string' },
    json: { type: 'string' },
    sessions: { type: 'string' },
  },
});
const PROTOCOLS: Readonly<Record<string, string>> = { riglink: 'twinclamp-10s', epatch: 'twinclamp-epatch' };
const FREE_SECONDS = 10;
/** A range of 90 % misses one of ten. */
const MAY_MISS = 0.2;
const context = { signal: new AbortController().signal, progress: new Progress(null) };

async function main(): Promise<void> {
  const id = PROTOCOLS[values.device];
  if (id === undefined) throw new Error(`--device: expected ${Object.keys(PROTOCOLS).join(' or ')}, got "${values.device}".`);
  const protocol = findProtocol(join(root, 'resources', 'protocols'), id);
  const rates = values.rates?.split(',').map(Number) ?? [undefined];
  const scratch = values.sessions === undefined ? mkdtempSync(join(tmpdir(), 'cells-')) : kept(values.sessions);
  const rows: CellRow[] = [];
  try {
    for (let seed = 1; seed <= Number(values.cells); seed++)
      for (const rateHz of rates)
        rows.push(...(await recordedCell(seed, seed === 1 ? Number(values.recordings) : 1, protocol, rateHz, scratch)));
  } finally {
    if (values.sessions === undefined) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(table(rows));
  console.log(coverage(rows));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 1));
  const wrong = rows.filter(({ belongs }) => !belongs);
  console.log(`${rows.length - wrong.length} of ${rows.length} twins do as their cells, within the range of the ensemble or 5 %.`);
  process.exitCode = wrong.length <= MAY_MISS * rows.length ? 0 : 1;
}

/** Records one simulated cell so many times, and makes the twin of each recording. */
async function recordedCell(
  seed: number,
  times: number,
  protocol: Protocol,
  rateHz: number | undefined,
  scratch: string,
): Promise<CellRow[]> {
  const path = join(scratch, `cell-${seed}${rateHz === undefined ? '' : `-${rateHz}`}.twinclamp`);
  const { multipliers } = drawKernikCell(seed).truth;
  const rig = await launchEmulator(seed, ['--device', values.device]);
  try {
    const port: RigPort =
      values.device === 'riglink'
        ? { kind: 'serial', name: rig.address }
        : { kind: 'driver', driver: values.device, address: `EL03F@${rig.address}` };
    const target = { kind: 'file', path, cellName: `Simulated cell ${seed}` } as const;
    const setup = { sampleRateHz: rateHz, filterHz: undefined, largestCurrentPa: undefined };
    for (let i = 0; i < times; i++) await recordRun({ port, protocol, target, spontaneousSeconds: FREE_SECONDS, setup }, context);
  } finally {
    await rig.kill();
  }
  return withSessionFile(path, async (session) => {
    const clamps = session.listRecordings().filter(({ kind }) => kind === 'voltage-clamp');
    return withInference({}, context, async (inference) => {
      const rows: CellRow[] = [];
      for (const [i, { recordingId }] of clamps.entries()) {
        const input = recordingFromSession(session, recordingId);
        const networkS = await networkSeconds(inference, input);
        const { twin } = await makeTwin(inference, input, { method: 'refined', seed: 1 }, context.progress);
        if (values.sessions !== undefined) storeTwin(path, recordingId, twin);
        const free = recordingId + 1;
        const beside = { seed, recording: i + 1, multipliers, networkS };
        const row = recordedOutcome(beside, session.readSamples(free), session.recordingMeta(free), twin);
        console.log(table([row]).split('\n').at(-1));
        rows.push(row);
      }
      return rows;
    });
  });
}

/** Seconds in which the network alone makes a twin; null where the protocol has none. */
async function networkSeconds(inference: InferenceClient, input: RecordingInput): Promise<number | null> {
  const began = performance.now();
  try {
    await makeTwin(inference, input, { method: 'network', seed: 1 }, context.progress);
  } catch (error) {
    console.error(`No answer of a network: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  return (performance.now() - began) / 1000;
}

function kept(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

await main();
process.exit();
