import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordedOutcome, type CellRow } from './cells/cell-row.ts';
import { table } from './cells/table.ts';
import { launchEmulator } from '../src/cli/launch-emulator.ts';
import { withInference } from '../src/cli/inference-client.ts';
import { makeTwin } from '../src/cli/make-twin.ts';
import { withSessionFile } from '../src/cli/open-session.ts';
import { Progress } from '../src/cli/progress.ts';
import { recordingFromSession } from '../src/cli/recording-input.ts';
import { recordRun } from '../src/cli/record-run.ts';
import type { Protocol } from '../src/core/protocol/protocol.ts';
import { findProtocol } from '../src/main/store/index.ts';
import type { RigPort } from '../src/shared/rig/rig-port.ts';

// npm run verify:cells [-- --device riglink|epatch] [--cells N] [--recordings N] [--json FILE]
// So many cells of the simulated rig, and so many recordings of the first of them: does each twin beat as its cell was recorded?
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'riglink' },
    cells: { type: 'string', default: '5' },
    recordings: { type: 'string', default: '5' },
    json: { type: 'string' },
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
  const scratch = mkdtempSync(join(tmpdir(), 'cells-'));
  const rows: CellRow[] = [];
  try {
    for (let seed = 1; seed <= Number(values.cells); seed++)
      rows.push(...(await recordedCell(seed, seed === 1 ? Number(values.recordings) : 1, protocol, scratch)));
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(table(rows));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 1));
  const wrong = rows.filter(({ belongs }) => !belongs);
  console.log(`${rows.length - wrong.length} of ${rows.length} twins do as their cells, within the range of the ensemble or 5 %.`);
  process.exitCode = wrong.length <= MAY_MISS * rows.length ? 0 : 1;
}

/** Records one simulated cell so many times, and makes the twin of each recording. */
async function recordedCell(seed: number, times: number, protocol: Protocol, scratch: string): Promise<CellRow[]> {
  const path = join(scratch, `cell-${seed}.twinclamp`);
  const rig = await launchEmulator(seed, ['--device', values.device]);
  try {
    const port: RigPort =
      values.device === 'riglink'
        ? { kind: 'serial', name: rig.address }
        : { kind: 'driver', driver: values.device, address: `EL03F@${rig.address}` };
    const target = { kind: 'file', path, cellName: `Simulated cell ${seed}` } as const;
    for (let i = 0; i < times; i++) await recordRun({ port, protocol, target, spontaneousSeconds: FREE_SECONDS }, context);
  } finally {
    await rig.kill();
  }
  return withSessionFile(path, async (session) => {
    const clamps = session.listRecordings().filter(({ kind }) => kind === 'voltage-clamp');
    return withInference({}, context, async (inference) => {
      const rows: CellRow[] = [];
      for (const [i, { recordingId }] of clamps.entries()) {
        const input = recordingFromSession(session, recordingId);
        const { twin } = await makeTwin(inference, input, { method: 'refined', seed: 1 }, context.progress);
        const row = recordedOutcome(seed, i + 1, session.readSamples(recordingId + 1), session.recordingMeta(recordingId + 1), twin);
        console.log(table([row]).split('\n').at(-1));
        rows.push(row);
      }
      return rows;
    });
  });
}

await main();
process.exit();
