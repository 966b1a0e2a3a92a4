import { join } from 'node:path';
import type { Twin } from '../../src/core/twin/twin.ts';
import { exportRecordings, SessionFile } from '../../src/main/store/index.ts';

const RATE_HZ = 10_000;
const CHUNK = 1_000;

/**
 * A session of a clamped and a free recording with a twin, exported as NWB, each as CSV, the free one as ATF too, which has no place for
 * what was lost; the clamped one lost a tenth of a second. Sample k is 50 sin(k / 700) mV and 200 sin(k / 700) pA of 50 pF.
 */
export async function makeRecordings(folder: string, twin: Twin): Promise<string> {
  const session = SessionFile.create(join(folder, 'verified.twinclamp'), { cellName: 'verified', notes: 'made by verify:exports' });
  try {
    for (const kind of ['voltage-clamp', 'spontaneous'] as const) {
      const id = session.beginRecording({
        kind,
        protocolRequested: null,
        protocolRealised: null,
        device: { name: 'made up', firmware: '1', serial: '', port: '', simulated: true },
        calibration: null,
        acquisition: null,
        conditions: { membraneCapacitancePf: 50, seriesResistanceMohm: 12, temperatureC: 36 },
        sampleRateHz: RATE_HZ,
        expectedSamples: null,
        startedAt: '2026-01-02T03:04:05.000Z',
        remarks: [],
      });
      for (let first = 0; first < 20 * CHUNK; first += CHUNK) {
        if (kind === 'voltage-clamp' && first === 5 * CHUNK) {
          session.appendGap(id, { firstSample: first, n: CHUNK, reason: 'lost' });
          continue;
        }
        const wave = Float32Array.from({ length: CHUNK }, (_, k) => Math.sin((first + k) / 700));
        session.appendChunk(
          id,
          first,
          wave.map((x) => 50 * x),
          wave.map((x) => 200 * x),
        );
      }
      session.endRecording(id, 'complete');
      session.addTwin(id, twin);
    }
    const file = join(folder, 'verified.nwb');
    await exportRecordings(session, [1, 2], file, 'nwb');
    for (const id of [1, 2]) await exportRecordings(session, [id], join(folder, `recording_${id}.csv`), 'csv');
    await exportRecordings(session, [2], join(folder, 'recording_2.atf'), 'atf');
    return file;
  } finally {
    session.close();
  }
}
