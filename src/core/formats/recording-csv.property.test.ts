import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRecordingCsv, recordingCsvLines } from './recording-csv.ts';

const samples = fc.array(fc.tuple(fc.float({ min: -200, max: 200, noNaN: true }), fc.float({ min: -1000, max: 1000, noNaN: true })), {
  minLength: 2,
  maxLength: 60,
});
const marks = fc.record(
  { simulated: fc.constant(true), temperatureC: fc.integer({ min: 0, max: 500 }).map((tenths) => tenths / 10) },
  { requiredKeys: [] },
);

test('a recording comes back from its CSV with its rate, its marks and, to nine digits, its samples', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 100, max: 200_000 }), marks, (pairs, sampleRateHz, said) => {
      const voltageMv = Float32Array.from(pairs, ([v]) => v);
      const currentPaPf = Float32Array.from(pairs, ([, i]) => i);
      const read = parseRecordingCsv([...recordingCsvLines({ sampleRateHz, voltageMv, currentPaPf, marks: said })].join(''));
      expect(Math.abs(read.sampleRateHz / sampleRateHz - 1)).toBeLessThan(1e-6);
      expect(read.marks).toEqual(said);
      voltageMv.forEach((value, k) =>
        expect(Math.abs(read.voltageMv[k]! - value)).toBeLessThanOrEqual(1e-6 * Math.max(1e-30, Math.abs(value))),
      );
      currentPaPf.forEach((value, k) => expect(read.currentPaPf[k]).toBe(value + 0));
    }),
  );
});

test('text that is no recording is refused with a message, or read as finite numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('0,0,0', '0.001,-0.08,1', '1e400,0,0', '0x10,0,0')), {
        maxLength: 8,
      }),
      (lines) => {
        try {
          const { voltageMv, currentPaPf } = parseRecordingCsv(['Time (s),Voltage (V),Current (pA/pF)', ...lines].join('\n'), 'file.csv');
          for (const value of [...voltageMv, ...currentPaPf]) expect(Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).toMatch(/file\.csv/);
          expect((error as Error).message.length).toBeLessThan(400);
        }
      },
    ),
  );
});
