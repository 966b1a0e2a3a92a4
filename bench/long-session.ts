import { mkdtempSync, rmSync, statSync, writeFileSync, openSync, fsyncSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionReader } from '../src/main/store/index.ts';
import { CHUNK, currentPa, RATE_HZ, voltageMv, writeSession } from './long/write-session.ts';
import { median, round } from './measure.ts';

const SECONDS = 1800;
const WINDOWS = 40;
const POINTS = 1600;
/** What is asked: 20 times real time, 5 ms a second of it, 50 ms the whole of it. */
const WANTED = { timesRealTime: 20, windowMs: 5, overviewMs: 50 };

/**
 * Half an hour of two channels at 50 kHz: written chunk by chunk, each synced as a recorder does; a random second read back with its
 * checksums; the overview of the whole. Beside them, in the same run, the bare disk: the same bytes written and synced as often.
 */
export function benchLongSession(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-long-'));
  try {
    const path = join(folder, 'long.twinclamp');
    const { recordingId: id, writtenS, writtenCpuS, sealedS } = writeSession(path, SECONDS, 'each chunk');
    const reader = SessionReader.open(path);
    const windows: number[] = [];
    const used = process.cpuUsage();
    for (let i = 0; i < WINDOWS; i++) {
      const from = ((i * 7919 + 31) % (SECONDS - 1)) * RATE_HZ + 1234;
      const start = performance.now();
      const { voltageMv: read } = reader.readSamples(id, from, from + RATE_HZ);
      windows.push(performance.now() - start);
      if (read[0] !== voltageMv[from % CHUNK]) throw new Error('A sample was read that was not written.');
    }
    const windowCpuMs = cpuSince(used) / WINDOWS;
    const drawn = process.cpuUsage();
    const overviews = Array.from({ length: 10 }, () => {
      const start = performance.now();
      reader.traceEnvelopes(id, 0, Infinity, POINTS);
      return performance.now() - start;
    });
    const overviewCpuMs = cpuSince(drawn) / overviews.length;
    const fold = reader.foldOfView(id, 0, Infinity, POINTS);
    const { bytes } = reader.connection
      .prepare('SELECT 4 * length(voltage_min) AS bytes FROM overview WHERE recording_id = ? AND fold = ?')
      .get(id, fold) as { bytes: number };
    const { chunks } = reader.connection
      .prepare('SELECT count(*) AS chunks FROM chunk WHERE recording_id = ? AND first_sample < ? AND first_sample + n > ?')
      .get(id, RATE_HZ + 1234, 1234) as { chunks: number };
    reader.close();
    const timesRealTime = SECONDS / writtenS;
    const windowMs = median(windows);
    const overviewMs = median(overviews);
    return Promise.resolve({
      megabytes: round(statSync(path).size / 1e6),
      writtenS: round(writtenS),
      timesRealTime: round(timesRealTime),
      timesRealTimeByCpu: round(SECONDS / writtenCpuS),
      bareDiskTimesRealTime: round(SECONDS / bareDiskS(folder, voltageMv, currentPa)),
      readBackS: round(sealedS),
      windowMs: { median: round(windowMs), cpu: round(windowCpuMs), slowest: round(Math.max(...windows)) },
      overviewMs: { median: round(overviewMs), cpu: round(overviewCpuMs), first: round(overviews[0] ?? NaN) },
      // What is read, whatever else the machine does.
      touched: { windowRows: chunks, windowKb: (chunks * CHUNK * 8) / 1000, overviewRows: 1, overviewKb: round(bytes / 1000) },
      wanted: WANTED,
      reached: timesRealTime >= WANTED.timesRealTime && windowMs <= WANTED.windowMs && overviewMs <= WANTED.overviewMs,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Processor time of this process since then, ms: other work on the machine does not change it. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A tenth of the bytes, synced after each chunk; taken ten times. */
function bareDiskS(folder: string, voltageMv: Float32Array, currentPa: Float32Array): number {
  const file = openSync(join(folder, 'bare'), 'w');
  const bytes = Buffer.concat([voltageMv, currentPa].map((values) => Buffer.from(values.buffer)));
  const start = performance.now();
  for (let k = 0; k < SECONDS; k++) {
    writeFileSync(file, bytes);
    fsyncSync(file);
  }
  closeSync(file);
  return ((performance.now() - start) / 1000) * 10;
}
