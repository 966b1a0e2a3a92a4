import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecordings } from '../src/core/formats/read-recordings.ts';
import { formatTools, sourceFile } from '../src/main/formats/index.ts';
import { median, round } from './measure.ts';
import { pyabfPython } from './peers/pyabf.ts';

/** 3 sweeps of 2 inputs: 750,000 stored values, 1.5 MB. */
const SWEEP_VALUES = 250_000;
const SWEEPS = 3;
/** Of each; after the first some rounds are still slower than the rest, in both. */
const ROUNDS = 60;
/** Target: a 1.5 MB file in 100 ms. */
const WANTED_MS = 100;
/** Places of the tables of the data and of the sweep starts in an ABF2 header. */
const [DATA, SYNCH] = [236, 316];
const BLOCK = 512;

const PEER = `
import sys, time, json, warnings
warnings.simplefilter('ignore')
import pyabf
times, cpu = [], []
for _ in range(int(sys.argv[2])):
    start, used = time.perf_counter(), time.process_time()
    abf = pyabf.ABF(sys.argv[1])
    total = 0.0
    for channel in range(abf.channelCount):
        for sweep in abf.sweepList:
            abf.setSweep(sweep, channel)
            total += float(abf.sweepY[0])
            if channel == 0:
                float(abf.sweepC[0])
    times.append(1000 * (time.perf_counter() - start))
    cpu.append(1000 * (time.process_time() - used))
print(json.dumps(dict(times=times, cpu=cpu, total=total)))
`;

/**
 * Time from a path to all scaled sweeps and the command of a 1.5 MB ABF2 file (ours also looks for implausible scales and a reversed
 * sign), against pyABF on the same file in the same run (TWINCLAMP_PYTHON
 * names its Python; null where there is none). The ratio is of processor times, which other work on the machine does not change. First
 * values of all sweeps must agree before times are reported.
 */
export async function benchAbf(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-abf-'));
  try {
    const path = join(folder, 'large.abf');
    const bytes = largeAbf();
    writeFileSync(path, bytes);
    const tools = formatTools();
    const times: number[] = [];
    const cpu: number[] = [];
    let total = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const start = performance.now();
      const used = process.cpuUsage();
      const file = await readRecordings(sourceFile(path), tools);
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / 1000);
      const { sweeps, channels } = file.recordings[0]!;
      total = channels.reduce((sum, _, c) => sum + sweeps.reduce((part, { data }) => part + data[c]![0]!, 0), 0);
    }
    const peer = readPeer(path);
    if (peer !== null && Math.abs(peer.total - total) > 1e-3)
      throw new Error(`pyABF reads ${peer.total} where we read ${total}: one of them is wrong.`);
    const summary = (wall: readonly number[], processor: readonly number[]) => ({
      firstMs: round(wall[0] ?? NaN),
      medianMs: round(median(wall.slice(1))),
      medianCpuMs: round(median(processor.slice(1))),
    });
    const own = summary(times, cpu);
    const peerMs = peer === null ? null : summary(peer.times, peer.cpu);
    return {
      fileMb: round(bytes.length / 1e6),
      own,
      pyabf: peerMs,
      ratio: peerMs === null ? null : round(own.medianCpuMs / peerMs.medianCpuMs),
      wantedMs: WANTED_MS,
      reached: own.firstMs <= WANTED_MS && (peerMs === null || own.medianCpuMs <= peerMs.medianCpuMs),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A fixture with more samples behind its header. */
function largeAbf(): Buffer {
  const small = readFileSync(join(import.meta.dirname, '..', 'test', 'fixtures', 'formats', 'plain-epochs.abf'));
  const start = Math.ceil(small.length / BLOCK) * BLOCK;
  const bytes = Buffer.alloc(start + 2 * SWEEP_VALUES * SWEEPS);
  small.copy(bytes);
  bytes.writeUInt32LE(start / BLOCK, DATA);
  bytes.writeBigInt64LE(BigInt(SWEEP_VALUES * SWEEPS), DATA + 8);
  const synch = bytes.readUInt32LE(SYNCH) * BLOCK;
  for (let sweep = 0; sweep < SWEEPS; sweep++) bytes.writeInt32LE(SWEEP_VALUES, synch + 8 * sweep + 4);
  for (let i = 0; i < SWEEP_VALUES * SWEEPS; i++) bytes.writeInt16LE(((i * 7919) % 60_000) - 30_000, start + 2 * i);
  return bytes;
}

function readPeer(path: string): { times: readonly number[]; cpu: readonly number[]; total: number } | null {
  const python = pyabfPython();
  return python === null
    ? null
    : (JSON.parse(execFileSync(python, ['-c', PEER, path, String(ROUNDS)], { encoding: 'utf8' })) as {
        times: number[];
        cpu: number[];
        total: number;
      });
}
