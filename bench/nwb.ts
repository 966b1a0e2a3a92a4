import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STORE_FLAGS } from '../src/main/store-worker/store-child.ts';
import { median, round } from './measure.ts';
import { writeSession } from './long/write-session.ts';

const SECONDS = 1800;
const ROUNDS = 3;
/** What is asked: half as long again as a copy of the bytes through the library, in 200 MB. */
const WANTED = { ratio: 1.5, peakMb: 200 };

/** What bench/long/nwb.child.ts prints of one run. */
export interface NwbRun {
  readonly s: number;
  readonly cpuS: number;
  /** Before the work: program and library. */
  readonly startMb: number;
  readonly peakMb: number;
}

/**
 * NWB export of half an hour of two channels at 50 kHz, with its reading back, against a copy of as many bytes through h5wasm: out of a
 * plain file, without checksums, a data set a channel, and read back. Each in a process of its own, in turns; the ratio is of processor
 * times.
 */
export function benchNwb(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nwb-'));
  try {
    const session = join(folder, 'long.twinclamp');
    writeSession(session, SECONDS, 'one');
    const run = (what: 'export' | 'copy'): NwbRun => {
      const out = join(folder, `${what}.h5`);
      rmSync(out, { force: true });
      const child = join(import.meta.dirname, 'long', 'nwb.child.ts');
      // As the store process runs.
      const args = ['--disable-warning=ExperimentalWarning', ...STORE_FLAGS, child, what, session, out, String(SECONDS)];
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as NwbRun;
    };
    const rounds = Array.from({ length: ROUNDS }, () => ({ copy: run('copy'), export: run('export') }));
    const of = (what: 'export' | 'copy', key: keyof NwbRun): number => median(rounds.map((round) => round[what][key]));
    const ratio = of('export', 'cpuS') / of('copy', 'cpuS');
    const peakMb = Math.max(...rounds.map((round) => round.export.peakMb));
    return Promise.resolve({
      sessionMb: round(statSync(session).size / 1e6),
      nwbMb: round(statSync(join(folder, 'export.h5')).size / 1e6),
      export: {
        s: round(of('export', 's')),
        cpuS: round(of('export', 'cpuS')),
        startMb: round(of('export', 'startMb')),
        peakMb: round(peakMb),
      },
      copy: { s: round(of('copy', 's')), cpuS: round(of('copy', 'cpuS')), peakMb: round(of('copy', 'peakMb')) },
      ratio: round(ratio),
      ratioOfTimes: round(of('export', 's') / of('copy', 's')),
      wanted: WANTED,
      reached: ratio <= WANTED.ratio && peakMb <= WANTED.peakMb,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
