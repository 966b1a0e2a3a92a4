import { describe, expect, it } from 'vitest';
import { madeUpTwin } from './made-up-twin.testing.ts';
import type { ExportedRecording } from './exported-recording.ts';
import type { ExportPiece } from './exporter.ts';
import { RECORDING_EXPORTERS, TWIN_EXPORTERS } from './registry.ts';

const text = (pieces: Iterable<ExportPiece>): string =>
  [...pieces].map(({ content }) => (typeof content === 'string' ? content : new TextDecoder('latin1').decode(content))).join('');
const N = 12_000;
const recording = (over: Partial<ExportedRecording> = {}): ExportedRecording => ({
  recordingId: 3,
  sampleRateHz: 10_000,
  samples: N,
  lost: 0,
  simulated: true,
  capacitancePf: 50,
  temperatureC: 36,
  *pieces() {
    for (let firstSample = 0; firstSample < N; firstSample += 6000) {
      yield { firstSample, voltageMv: new Float32Array(6000).fill(-80), currentPa: new Float32Array(6000).fill(25) };
    }
  },
  ...over,
});

describe.each([
  ['twins', TWIN_EXPORTERS],
  ['recordings', RECORDING_EXPORTERS],
] as const)('exporters of %s', (_what, exporters) => {
  it('have unique ids and titles, and an extension without a dot', () => {
    for (const key of ['id', 'title'] as const) expect(new Set(exporters.map((exporter) => exporter[key])).size).toBe(exporters.length);
    for (const { extension, mime } of exporters) {
      expect(extension).toMatch(/^[a-z0-9]+$/);
      expect(mime).toMatch(/^[a-z]+\/[\w.+-]+$/);
    }
  });
});

describe.each(TWIN_EXPORTERS)('twins as $id', ({ write }) => {
  it('say so where the cell was simulated, and only then', () => {
    expect(text(write(madeUpTwin({ simulated: true })))).toMatch(/simulated"?\s*:\s*true|,simulated,/);
    expect(text(write(madeUpTwin({ simulated: false })))).not.toMatch(/simulated"?\s*:\s*true|,simulated,/);
  });
});

describe.each(RECORDING_EXPORTERS)('recordings as $id', ({ write }) => {
  it('say so where the cell was simulated, and only then', () => {
    expect(text(write(recording()))).toMatch(/simulated/i);
    expect(text(write(recording({ simulated: false })))).not.toMatch(/simulated/i);
  });

  it('come in pieces whose share rises to the end', () => {
    const shares = [...write(recording())].map(({ share }) => share);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('recordings as CSV', () => {
  const [{ write }] = RECORDING_EXPORTERS;
  it('have a line a sample, each with the marks', () => {
    const lines = text(write(recording())).trimEnd().split('\n');
    expect(lines).toHaveLength(N + 1);
    expect(lines[0]).toBe('Time (s),Voltage (V),Current (pA/pF),Simulated,Temperature (degC)');
    expect(lines[N]).toBe('1.1999,-0.08,0.5,1,36');
  });

  it('are refused with gaps, and without a capacitance unless no current flows', () => {
    expect(() => text(write(recording({ lost: 5 })))).toThrow(/lost 5 samples/);
    expect(() => text(write(recording({ capacitancePf: undefined })))).toThrow(/no membrane capacitance/);
    const free = recording({
      capacitancePf: undefined,
      pieces: () => [{ firstSample: 0, voltageMv: new Float32Array(N), currentPa: new Float32Array(N) }],
    });
    expect(text(write(free)).split('\n')).toHaveLength(N + 2);
  });
});
