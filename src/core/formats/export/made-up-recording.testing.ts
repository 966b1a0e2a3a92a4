import type { ExportedRecording } from './exported-recording.ts';
import { madeUpTwin } from './made-up-twin.testing.ts';

export const MADE_UP_SAMPLES = 12_000;

/** A voltage clamp of -80 mV and 25 pA throughout, of a simulated cell with a twin. */
export function madeUpRecording(over: Partial<ExportedRecording> = {}): ExportedRecording {
  return {
    session: { id: '0b8e2c1a-0000-4000-8000-000000000001', cellName: 'cell "7"', createdAt: '2026-01-02T03:00:00Z', notes: 'dish 2' },
    recordingId: 3,
    kind: 'voltage-clamp',
    status: 'complete',
    startedAt: '2026-01-02T03:04:05Z',
    startedMs: 1_767_323_045_000,
    device: { name: 'amplifier', firmware: '1.2', serial: '' },
    conditions: { membraneCapacitancePf: 50, temperatureC: 36 },
    calibration: null,
    remarks: ['a remark\nof two lines'],
    protocol: null,
    sampleRateHz: 10_000,
    samples: MADE_UP_SAMPLES,
    lost: 0,
    lostAt: [],
    simulated: true,
    hash: 'chunks-crc32:00c0ffee',
    twins: [{ twinId: 4, twin: madeUpTwin() }],
    *pieces() {
      for (let firstSample = 0; firstSample < MADE_UP_SAMPLES; firstSample += 4000) {
        yield { firstSample, voltageMv: new Float32Array(4000).fill(-80), currentPa: new Float32Array(4000).fill(25) };
      }
    },
    sealedPieces() {
      return this.pieces();
    },
    ...over,
  };
}
