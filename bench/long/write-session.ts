import { SessionFile, sealRecording } from '../../src/main/store/index.ts';

export const RATE_HZ = 50_000;
/** 100 ms, as the recorder stores them. */
export const CHUNK = RATE_HZ / 10;
export const voltageMv = Float32Array.from({ length: CHUNK }, (_, i) => 60 * Math.sin(i / 900));
export const currentPa = Float32Array.from({ length: CHUNK }, (_, i) => (i * 7919) % 613);

/** Times of writing a recording, s: of its samples, each chunk in a commit of its own or all in one, and of reading it back. */
export interface Written {
  readonly recordingId: number;
  readonly writtenS: number;
  readonly writtenCpuS: number;
  readonly sealedS: number;
}

/** Writes a session with one recording of two channels at 50 kHz. */
export function writeSession(path: string, seconds: number, commits: 'each chunk' | 'one'): Written {
  const session = SessionFile.create(path, { cellName: 'long' });
  const recordingId = session.beginRecording({
    kind: 'voltage-clamp',
    protocolRequested: null,
    protocolRealised: null,
    device: { name: 'bench', firmware: '', serial: '', port: '', simulated: true },
    calibration: null,
    acquisition: null,
    conditions: { membraneCapacitancePf: 50 },
    sampleRateHz: RATE_HZ,
    expectedSamples: seconds * RATE_HZ,
    startedAt: new Date().toISOString(),
  });
  const append = (): void => {
    for (let k = 0; k < seconds * 10; k++) session.appendChunk(recordingId, k * CHUNK, voltageMv, currentPa);
  };
  const begun = performance.now();
  const busy = process.cpuUsage();
  if (commits === 'one') session.inOneCommit(append);
  else append();
  session.endRecording(recordingId, 'complete');
  const writtenS = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(busy);
  session.close();
  const sealing = performance.now();
  sealRecording(path, recordingId);
  return { recordingId, writtenS, writtenCpuS: (user + system) / 1e6, sealedS: (performance.now() - sealing) / 1000 };
}
