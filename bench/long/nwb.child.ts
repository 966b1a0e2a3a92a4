import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { hdf5Library } from '../../src/main/formats/hdf5-writer.ts';
import { exportRecordings, SessionReader } from '../../src/main/store/index.ts';
import type { NwbRun } from '../nwb.ts';
import { RATE_HZ } from './write-session.ts';

/** Values of a chunk, as the export has them. */
const BLOCK = 1 << 17;
/** And samples that it reads back in one call. */
const READ_AT_ONCE = 1 << 19;
const [what, session = '', out = '', seconds = ''] = process.argv.slice(2);
await hdf5Library();
const startMb = peakMbNow();
const begun = performance.now();
const used = process.cpuUsage();
if (what === 'export') {
  const reader = SessionReader.open(session);
  await exportRecordings(reader, [1], out, 'nwb');
  reader.close();
} else await copyThroughLibrary(session, out, Number(seconds) * RATE_HZ);
const { user, system } = process.cpuUsage(used);
const peakMb = peakMbNow();
const run: NwbRun = { s: (performance.now() - begun) / 1000, cpuS: (user + system) / 1e6, startMb, peakMb };
console.log(JSON.stringify(run));

/** Largest resident memory of this program, MB; that of resourceUsage() counts the process that it was forked from. */
function peakMbNow(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}

/** The bytes of the session file as two channels, in blocks of the file, and all of it read back. */
async function copyThroughLibrary(from: string, to: string, samples: number): Promise<void> {
  const { File } = await hdf5Library();
  const file = new File(to, 'w');
  const input = openSync(from, 'r');
  const piece = new Float32Array(BLOCK);
  const channels = ['voltage', 'current'].map((name) =>
    file.create_dataset({ name, data: piece, shape: [BLOCK], maxshape: [samples], chunks: [BLOCK] }),
  );
  for (const channel of channels) channel.resize([samples]);
  for (let first = 0; first < samples; first += BLOCK)
    for (const channel of channels) {
      const n = Math.min(BLOCK, samples - first);
      readSync(input, piece, 0, 4 * n, null);
      channel.write_slice([[first, first + n]], piece.subarray(0, n));
    }
  file.flush();
  for (const channel of channels)
    for (let first = 0; first < samples; first += READ_AT_ONCE) channel.slice([[first, Math.min(samples, first + READ_AT_ONCE)]]);
  file.close();
  closeSync(input);
}
