import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportedFile } from '../../src/core/formats/imported.ts';
import { inspectFile, type InspectedRecording } from '../../src/core/formats/inspect.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { formatTools, sourceFile } from '../../src/main/formats/index.ts';
import type { ExpectedFile, ExpectedRecording } from './formats-reference.testing.ts';

// Files and expected values are made by make.py beside them; values are those of neo, pyABF, myokit, scipy and pynwb.
const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'formats');
const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<string, ExpectedFile>;

const read = (name: string): Promise<ImportedFile> => readRecordings(sourceFile(join(FOLDER, name)), formatTools());

function expectRecording(got: InspectedRecording | undefined, reference: ExpectedRecording): void {
  // Times of single precision give a rate that is off by some millionths.
  expect(Math.abs((got?.sampleRateHz ?? NaN) / reference.sampleRateHz - 1)).toBeLessThan(1e-5);
  expect(got?.sweeps.map(({ samples }) => samples)).toEqual(reference.sweeps);
  (reference.startS ?? []).forEach((start, i) => expect(got?.sweeps[i]?.startS).toBeCloseTo(start, 6));
  expect(got?.channels).toHaveLength(reference.channels.length);
  reference.channels.forEach((channel, c) => {
    const own = got?.channels[c];
    const tolerance = 1e-6 * Math.max(Math.abs(channel.min), Math.abs(channel.max));
    for (const key of ['mean', 'sd', 'min', 'max'] as const)
      expect(Math.abs((own?.[key] ?? NaN) - channel[key]), key).toBeLessThanOrEqual(tolerance);
    for (const key of ['first', 'last'] as const) {
      channel[key].forEach((value, i) => expect(Math.abs((own?.[key][i] ?? NaN) - value), key).toBeLessThanOrEqual(tolerance));
    }
    expect(own?.unit).toBe(channel.unit);
    if (channel.name !== undefined) expect(own?.name).toBe(channel.name);
  });
}

function expectCommand(file: ImportedFile, recording: number, command: readonly (readonly number[])[], tolerance: number): void {
  const own = file.recordings[recording]!.commands[0]!;
  command.forEach((values, sweep) => {
    const got = own.sweep(sweep);
    // What was played may be shorter or longer than what was recorded.
    values
      .slice(0, got.length)
      .forEach((value, i) =>
        expect(Math.abs(got[i]! - value), `sweep ${sweep}, sample ${i}: ${got[i]} and ${value}`).toBeLessThanOrEqual(tolerance),
      );
  });
}

describe('files of our own against what independent readers read', () => {
  it.each(Object.keys(expected).filter((name) => expected[name]!.channels instanceof Array))('%s', async (name) => {
    const inspected = inspectFile(await read(name));
    expectRecording(inspected, expected[name]!);
    expect(inspected.notes.filter((note) => note.length >= 400)).toEqual([]);
  });

  it('ABF2: names, tags, date, protocol, telegraphs, comment', async () => {
    const [recording] = (await read('episodes.abf')).recordings;
    const reference = expected['episodes.abf']!;
    expect(recording?.channels.map(({ name }) => name)).toEqual(reference.pyabfNames);
    expect(recording?.tags).toEqual([{ text: reference.pyabfTags[0][0], timeS: reference.pyabfTags[1][0] }]);
    expect(recording?.startedAt).toBe(reference.date);
    expect(recording?.name).toBe(reference.protocol);
    expect(recording?.comment).toBe('a comment');
    expect(recording?.conditions).toEqual({
      clampMode: 'voltage clamp',
      filterHz: 5000,
      membraneCapacitancePf: 35.5,
      seriesResistanceMohm: 6.5,
    });
  });

  it('ABF2: steps, ramp and pulse train of the waveform table, as pyABF rebuilds them', async () => {
    // pyABF lets a train end at its pulses' level; here no ramp follows one, so both agree everywhere.
    expectCommand(await read('plain-epochs.abf'), 0, expected['plain-epochs.abf']!.command, 1e-5);
  });

  it('ABF2: a user list of levels, and a last level that is kept between sweeps', async () => {
    const { recordings } = await read('episodes.abf');
    const command = recordings[0]!.commands[0]!;
    expect(command.source).toBe('epochs and user list');
    const sweeps = [0, 1, 2].map((i) => command.sweep(i));
    // Four samples (a 64th of 256) before the first epoch: the holding level, then the last level of the sweep before.
    expect(sweeps.map((sweep) => sweep[3])).toEqual([-75, -60, -60]);
    expect(sweeps.map((sweep) => sweep[4])).toEqual([-80, 20, 0]);
    expect(sweeps.map((sweep) => sweep[255])).toEqual([-60, -60, -60]);
    expect([command.sweep(2)[3], command.sweep(0)[3]]).toEqual([-60, -75]);
  });

  it('ABF1: sampling order, telegraphed gain, offset, tag, new comment, command', async () => {
    const file = await read('telegraph-abf1.abf');
    const [recording] = file.recordings;
    expect(recording?.channels.map(({ name }) => name)).toEqual(expected['telegraph-abf1.abf']!.names);
    expect(recording?.conditions).toMatchObject({ filterHz: 2000, membraneCapacitancePf: 22.5, clampMode: 'voltage clamp' });
    expect(recording?.tags).toEqual([{ timeS: 0.125, text: 'wash' }]);
    expect(recording?.comment).toBe('made for a test');
    expect(recording?.startedAt).toBe('2003-01-02T01:01:01.125');
    const command = recording!.commands[0]!;
    expect([3, 4, 53, 54, 113, 114].map((i) => command.sweep(1)[i])).toEqual([-65, -80, -80, 0, 0, -65]);
  });

  it('HEKA: a bundle and the same recording as loose files, from any of the three', async () => {
    const bundle = inspectFile(await read('heka-bundle.dat'));
    expect([bundle.format, bundle.version]).toEqual(['HEKA DAT2', 'v2x90.2, 22-Nov-2016']);
    expect(bundle.conditions).toMatchObject({
      membraneCapacitancePf: 31,
      compensationPercent: 70,
      junctionPotentialMv: 9.5,
      temperatureC: 36.5,
      filterHz: 2900,
      seriesResistanceMohm: 7.5,
    });
    expect(bundle.sweeps.map(({ startS }) => startS)).toEqual([0, 2, 4]);
    for (const name of ['heka-loose.pul', 'heka-loose.pgf', 'heka-loose.dat']) {
      const loose = inspectFile(await read(name));
      expect(loose.recordings).toEqual(bundle.recordings);
      expect(loose.format).toBe('HEKA loose');
    }
    expectCommand(await read('heka-bundle.dat'), 0, expected['heka-bundle.dat']!.command, 1e-7);
  });

  it('HEKA: a tree alone says which file is missing', async () => {
    const bytes = readFileSync(join(FOLDER, 'heka-loose.pgf'));
    await expect(readRecordings({ bytes, name: 'x.pgf', companion: () => null }, formatTools())).rejects.toThrow(
      /put the \.pul file of the same name beside it/,
    );
  });

  it('AxoGraph: notes and date; WinWCP: markers', async () => {
    const axograph = await read('axograph6.axgx');
    expect(axograph.recordings[0]?.startedAt).toBe('2018-11-26T14:03:10.000');
    expect(axograph.recordings[0]?.comment).toMatch(/^cell 7 \| Created on/);
    const wcp = await read('records.wcp');
    expect(wcp.recordings[0]?.tags).toEqual([{ timeS: 0.5, text: 'wash' }]);
    expect(wcp.recordings[0]?.startedAt).toBe('2021-11-25T12:43:08.000');
  });

  it('NWB: two recordings, their stimuli, zone, annotations and conditions', async () => {
    const file = await read('icephys.nwb');
    const inspected = inspectFile(file);
    const reference = expected['icephys.nwb']!;
    expect(inspected.recordings).toHaveLength(2);
    reference.recordings.forEach((recording, i) => expectRecording(inspected.recordings[i], recording));
    expect(new Date(inspected.startedAt ?? '').getTime()).toBe(new Date(reference.startedAt).getTime());
    expect(inspected.startedAt).toContain('+02:00');
    expectCommand(file, 1, reference.recordings[1]!.command, 1e-7);
    expect(file.recordings[1]?.tags.map(({ text }) => text)).toEqual(['seal', 'break in']);
    const conditions = file.recordings[1]?.conditions;
    expect(conditions?.membraneCapacitancePf).toBeCloseTo(28, 9);
    expect(conditions?.seriesResistanceMohm).toBeCloseTo(8, 9);
    expect([conditions?.compensationPercent, conditions?.clampMode]).toEqual([70, 'voltage clamp']);
  });

  it('MATLAB 7.3: cells of sweeps in a structure', async () => {
    const inspected = inspectFile(await read('cells-v73.mat'));
    expect([inspected.version, inspected.sampleRateHz, inspected.channels.length]).toEqual(['7.3', 25_000, 2]);
  });
});
