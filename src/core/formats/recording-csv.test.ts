import { describe, expect, it } from 'vitest';
import type { Protocol } from '../protocol/protocol.ts';
import { sampleCommand } from '../protocol/protocol.ts';
import { assertPlaysProtocol, parseRecordingCsv, recordingCsvLines } from './recording-csv.ts';

const header = 'Time (s),Voltage (V),Current (pA/pF)';
const csv = (...rows: string[]): string => [header, ...rows, ''].join('\n');
const protocol: Protocol = {
  id: 'p',
  name: 'P',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: 20, durationMs: 5 }],
};

describe('parseRecordingCsv', () => {
  it('reads samples, converts volts and finds the rate', () => {
    const { sampleRateHz, voltageMv, currentPaPf } = parseRecordingCsv(csv('0.0,-0.08,1.5', '9.99999999999e-05,-0.07,-2', '0.0002,0.06,0'));
    expect(sampleRateHz).toBe(10_000);
    expect([...voltageMv]).toEqual([-80, -70, 60]);
    expect([...currentPaPf]).toEqual([1.5, -2, 0]);
  });

  it('takes columns in any order, Windows line ends and a byte order mark', () => {
    const { voltageMv } = parseRecordingCsv('\uFEFFCurrent (pA/pF),time (s),Voltage (V)\r\n1,0,-0.08\r\n2,0.001,-0.08\r\n');
    expect([...voltageMv]).toEqual([-80, -80]);
  });

  it.each([
    ['an empty file', '', /cell\.csv is empty/],
    ['a missing column', 'Time (s),Voltage (V)\n0,1\n1,1\n', /column "Current \(pA\/pF\)" is missing/],
    ['a short line', csv('0,-0.08,1', '0.0001,-0.08'), /line 3: expected 3 columns as in the header, got 2/],
    ['NaN', csv('0,-0.08,1', '0.0001,-0.08,NaN'), /line 3: expected a number in "Current \(pA\/pF\)", got "NaN"/],
    ['a blank', csv('0,-0.08,1', '0.0001,,2'), /line 3: expected a number in "Voltage \(V\)", got ""/],
    ['an uneven clock', csv('0,0,0', '0.0001,0,0', '0.0005,0,0', '0.0006,0,0'), /even clock/],
    ['time standing still', csv('1,0,0', '1,0,0'), /expected time to rise/],
    ['one sample', csv('0,0,0'), /1 sample\(s\); expected at least 2/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseRecordingCsv(text, 'cell.csv')).toThrow(message);
  });

  it('reads back what it writes, in single precision', () => {
    const recording = {
      sampleRateHz: 50_000,
      voltageMv: Float32Array.from({ length: 500 }, (_, i) => Math.sin(i) * 70),
      currentPaPf: Float32Array.from({ length: 500 }, (_, i) => Math.cos(i * 7) * 1e-3 - 200 * Math.exp(-i)),
    };
    const back = parseRecordingCsv([...recordingCsvLines(recording)].join(''));
    expect(back.sampleRateHz).toBe(50_000);
    expect(back.currentPaPf).toEqual(recording.currentPaPf);
    back.voltageMv.forEach((v, i) => expect(v).toBeCloseTo(recording.voltageMv[i] as number, 4));
  });
});

describe('marks of a recording', () => {
  const recording = { sampleRateHz: 1000, voltageMv: new Float32Array(3), currentPaPf: new Float32Array(3) };
  const marksOf = (marks: { simulated?: boolean; temperatureC?: number }) =>
    parseRecordingCsv([...recordingCsvLines({ ...recording, marks })].join('')).marks;

  it('survive the file: simulated stays simulated, a temperature is read as stated', () => {
    expect(marksOf({ simulated: true, temperatureC: 36.5 })).toEqual({ simulated: true, temperatureC: 36.5 });
    expect(marksOf({ simulated: true })).toEqual({ simulated: true });
    expect(marksOf({ simulated: false })).toEqual({});
    expect([...recordingCsvLines(recording)][0]).toBe(`${header}\n`);
  });

  it('survive a cut: each line holds them', () => {
    const lines = [...recordingCsvLines({ ...recording, marks: { simulated: true } })];
    expect(lines.slice(1).every((line) => line.endsWith(',1\n'))).toBe(true);
    expect(parseRecordingCsv('Simulated,Time (s),Voltage (V),Current (pA/pF)\n0,0,0,0\n1,0.001,0,0\n').marks).toEqual({ simulated: true });
  });

  it.each([
    ['another word', `${header},Simulated\n0,0,0,maybe\n`, /line 2: expected 0 or 1 in "Simulated", got "maybe"/],
    ['a blank', `${header},simulated\n0,0,0,\n`, /line 2: expected 0 or 1/],
    [
      'two temperatures',
      `${header},Temperature (degC)\n0,0,0,37\n0.001,0,0,36\n`,
      /line 3: expected the temperature of the lines before, 37, got 36/,
    ],
    [
      'a temperature that no cell lives at',
      `${header},Temperature (degC)\n0,0,0,-400\n`,
      /line 2: expected 0 to 50 degC in "Temperature \(degC\)", got "-400"/,
    ],
  ])('refuse %s', (_, text, message) => {
    expect(() => parseRecordingCsv(`${text}0.002,0,0,1\n0.003,0,0,1\n`, 'cell.csv')).toThrow(message);
  });
});

describe('assertPlaysProtocol', () => {
  const recording = (voltageMv: Float32Array<ArrayBuffer>) => ({
    sampleRateHz: 1000,
    voltageMv,
    currentPaPf: new Float32Array(voltageMv.length),
  });

  it('accepts the protocol and refuses another length or other steps', () => {
    expect(() => assertPlaysProtocol(recording(sampleCommand(protocol, 1000) as Float32Array<ArrayBuffer>), protocol)).not.toThrow();
    expect(() => assertPlaysProtocol(recording(new Float32Array(5)), protocol)).toThrow(
      /has 5 samples; protocol "p" lasts 6 samples at 1000 Hz/,
    );
    expect(() => assertPlaysProtocol(recording(new Float32Array(6)), protocol)).toThrow(/20\.0 mV \(median\) away/);
  });
});
