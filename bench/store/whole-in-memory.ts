import { buildPyramid, envelopeBetween } from '../../src/core/trace/envelope.ts';
import { sealRecording, SessionReader, type SessionFolder } from '../../src/main/store/index.ts';

/** A free recording of a slow wave with noise, stored as a recorder does but without waiting for the disk, and sealed. */
export function recordLong(sessions: SessionFolder, seconds: number, rateHz: number): string {
  const session = sessions.create({ cellName: 'long' });
  session.connection.pragma('synchronous = OFF');
  const id = session.beginRecording({
    kind: 'voltage-clamp',
    protocolRequested: null,
    protocolRealised: null,
    device: { name: 'bench', firmware: '', serial: '', port: '', simulated: true },
    calibration: null,
    acquisition: null,
    conditions: { membraneCapacitancePf: 50 },
    sampleRateHz: rateHz,
    expectedSamples: seconds * rateHz,
    startedAt: new Date().toISOString(),
  });
  const n = rateHz / 10;
  for (let k = 0; k < seconds * 10; k++) {
    const voltageMv = Float32Array.from({ length: n }, (_, i) => 40 * Math.sin((k * n + i) / 9000) + ((i * 7919) % 101) / 100);
    session.appendChunk(
      id,
      k * n,
      voltageMv,
      voltageMv.map((value) => value * 3),
    );
  }
  session.endRecording(id, 'complete');
  session.close();
  const { intact, problem } = sealRecording(session.path, id);
  if (!intact) throw new Error(`Store benchmark: expected an intact recording, got: ${problem ?? ''}`);
  return session.key;
}

/** The earlier implementation: every sample into memory, checked, then folded. */
export function openAtOnce(path: string, points: number): { readonly ms: number; readonly peakMb: number } {
  const idle = process.memoryUsage().rss;
  const startedMs = performance.now();
  const session = SessionReader.open(path);
  const { voltageMv, currentPa } = session.readSamples(1);
  const { sampleRateHz } = session.recordingMeta(1);
  const drawn = [voltageMv, currentPa].map((trace) => envelopeBetween(buildPyramid(trace, sampleRateHz), 0, Infinity, points));
  const peakMb = (process.memoryUsage().rss - idle) / 1024 / 1024;
  session.close();
  if (drawn.some(({ min }) => min.length !== points)) throw new Error(`Store benchmark: expected ${points} points.`);
  return { ms: performance.now() - startedMs, peakMb };
}
