import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFile, type Inspected, type InspectedSignal } from '../../src/core/formats/inspect.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { formatTools, sourceFile } from '../../src/main/formats/index.ts';
import type { ReferenceFile, ReferenceMore } from './formats-reference.testing.ts';

// Public recordings with what independent readers (neo, pyABF, myokit, h5py, numpy) read; see their README.
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'formats');
const present = existsSync(FOLDER);
const json = (path: string): unknown => (present ? JSON.parse(readFileSync(join(FOLDER, path), 'utf8').replaceAll('NaN', 'null')) : {});

const first = (json('reference.json') as { files?: Record<string, ReferenceFile> }).files ?? {};
const more = json('more/reference.json') as Record<string, ReferenceMore>;

async function inspect(path: string): Promise<Inspected> {
  return inspectFile(await readRecordings(sourceFile(join(FOLDER, path)), formatTools()));
}

/** Values of readers that keep single precision agree to its rounding. */
function near(got: number | null | undefined, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs((got ?? NaN) - expected)).toBeLessThanOrEqual(2e-6 * Math.max(scale, 1e-30) + 1e-9 * scale);
}

function expectStatistics(got: InspectedSignal | undefined, { mean, sd, min, max }: Record<'mean' | 'sd' | 'min' | 'max', number>): void {
  const scale = Math.max(Math.abs(min), Math.abs(max));
  near(got?.mean, mean, scale);
  near(got?.sd, sd, scale);
  near(got?.min, min, scale);
  near(got?.max, max, scale);
}

describe.skipIf(!present)('files of data/formats against their reference', () => {
  it.each(Object.keys(first).filter((path) => /^(abf|wcp)/.test(path)))('%s', async (path) => {
    const reference = first[path]!;
    const got = await inspect(path);
    expect(got.format).toBe(reference.format);
    near(got.sampleRateHz, reference.sample_rate_hz);
    expect(got.sweeps).toHaveLength(reference.sweeps);
    (reference.sweep_start_s_first8 ?? []).forEach((start, i) => expect(got.sweeps[i]?.startS).toBeCloseTo(start, 6));
    expect(got.channels.map(({ unit }) => unit)).toEqual(reference.channels.map(({ units }) => units));
    reference.channels.forEach((channel, i) => {
      const own = got.channels[i];
      if (!channel.name.includes('\0')) expect(own?.name.replaceAll(' ', '')).toBe(channel.name.replaceAll(' ', ''));
      const all = channel.all_sweeps;
      expectStatistics(own, { ...all, sd: all.std_population });
      const scale = Math.max(Math.abs(all.min), Math.abs(all.max));
      channel.first_sweep.first5.forEach((value, k) => near(own?.first[k], value, scale));
      channel.last_sweep.last5.forEach((value, k) => near(own?.last[k], value, scale));
    });
    const { crosscheck } = reference;
    if (crosscheck.datetime && !crosscheck.datetime.startsWith('2026'))
      expect(got.startedAt).toBe(crosscheck.datetime.replace(' ', 'T').slice(0, 23));
    // No public file has a tag; those with tags are in test/fixtures.
    if (crosscheck.tags) expect(got.tags).toHaveLength(crosscheck.tags.length);
    if (crosscheck.protocol) expect(got.name ?? 'None').toBe(crosscheck.protocol);
    if (crosscheck.abf_version && reference.format === 'ABF2') expect(got.version).toBe(crosscheck.abf_version);
  });

  // pyABF takes an epoch's level for the holding of ABF1 files, so its command of those is no reference.
  it.each(Object.keys(first).filter((path) => first[path]!.format === 'ABF2'))('the command of %s', async (path) => {
    const { sweepC_first_sweep_ch0: expected } = first[path]!.crosscheck;
    const { recordings } = await readRecordings(sourceFile(join(FOLDER, path)), formatTools());
    const sweep = recordings[0]!.commands[0]!.sweep(0);
    expect(sweep).toHaveLength(expected.n);
    expected.first5.forEach((value, i) => near(sweep[i], value));
    expect([Math.min(...sweep), Math.max(...sweep)]).toEqual([expected.min, expected.max]);
  });

  it('heka/load-heka-1.dat', async () => {
    const reference = first['heka/load-heka-1.dat']!;
    const got = await inspect('heka/load-heka-1.dat');
    expect(got.format).toBe(reference.format);
    expect(got.version).toBe(reference.version);
    expect(got.sweeps).toHaveLength(reference.sweeps);
    expect(got.recordings).toHaveLength(reference.series.length);
    reference.series.forEach((series, s) => {
      const own = got.recordings[s];
      expect(own?.name).toBe(`${series.group} / ${series.series}`);
      near(own?.sampleRateHz, series.sample_rate_hz);
      expect(own?.sweeps).toHaveLength(series.sweeps);
      series.channels.forEach((channel, c) => {
        const all = channel.all_sweeps;
        expect([own?.channels[c]?.name, own?.channels[c]?.unit]).toEqual([channel.name, channel.units]);
        expectStatistics(own?.channels[c], { ...all, sd: all.std_population });
        const scale = Math.max(Math.abs(all.min), Math.abs(all.max));
        channel.first_sweep.first5.forEach((value, k) => near(own?.channels[c]?.first[k], value, scale));
        channel.last_sweep.last5.forEach((value, k) => near(own?.channels[c]?.last[k], value, scale));
      });
    });
  });

  it('atf/18702001-step.atf', async () => {
    const reference = first['atf/18702001-step.atf']!;
    const { recordings, version } = await readRecordings(sourceFile(join(FOLDER, 'atf/18702001-step.atf')), formatTools());
    const [recording] = recordings;
    expect(version).toBe('1.0');
    near(recording?.sampleRateHz ?? 0, reference.sample_rate_hz);
    // The reference counts columns: three sweeps of two signals.
    expect(recording!.sweeps.length * recording!.channels.length).toBe(reference.sweeps);
    const columns = recording!.sweeps.flatMap(({ data }) => data);
    reference.channels.forEach((channel, c) => {
      channel.first5.forEach((value, k) => near(columns[c]![k], value, channel.max));
      near(columns[c]!.reduce((sum, value) => sum + value, 0) / channel.n, channel.mean, channel.max);
    });
  });
});

describe.skipIf(!present)('files of data/formats/more against their reference', () => {
  it.each(present ? readdirSync(join(FOLDER, 'more')).filter((name) => name.endsWith('.abf')) : [])('%s', async (name) => {
    const reference = more[name]!;
    const got = await inspect(join('more', name));
    near(got.sampleRateHz, reference.rateHz);
    expect(got.sweeps).toHaveLength(reference.sweeps);
    expect(got.channels).toHaveLength(reference.channels);
    expect(got.channels.map(({ unit }) => unit)).toEqual(reference.units);
    if (!/\0|\?/.test(reference.names.join(''))) expect(got.channels.map((channel) => channel.name)).toEqual(reference.names);
    if (reference.version.startsWith('2')) expect(got.version).toBe(reference.version);
    expect(got.tags).toHaveLength(reference.tags.length);
    reference.perChannel.forEach((channel, c) => {
      const own = got.channels[c];
      expectStatistics(own, channel);
      const scale = Math.max(Math.abs(channel.min), Math.abs(channel.max));
      channel.first5.forEach((value, k) => near(own?.first[k], value, scale));
      channel.last5.forEach((value, k) => near(own?.last[k], value, scale));
      const lengths =
        channel.sweepLengths.length === 1 ? Array.from({ length: reference.sweeps }, () => channel.sweepLengths[0]) : channel.sweepLengths;
      // The reference lists different lengths in rising order; neo's order is the file's.
      expect(got.sweeps.map(({ samples }) => samples).sort((a, b) => a - b)).toEqual(lengths);
    });
    expect(got.name ?? 'None').toBe(reference.protocol);
    if (!/^(0001|1806)/.test(reference.date)) expect(got.startedAt).toBe(reference.date.replace(' ', 'T').slice(0, 23));
  });

  it('sees through the traps', async () => {
    const rubbish = await inspect('more/130618-1-12.abf');
    expect(rubbish.startedAt).toBe('2018-06-18T17:34:27.000');
    const unequal = await inspect('more/2020_06_16_0000.abf');
    expect(unequal.sweeps.map(({ samples }) => samples)).toEqual(more['2020_06_16_0000.abf']!.neo.segLengths);
    const nul = await inspect('more/invalidDate-abf1.abf');
    expect(nul.startedAt).toBeNull();
    expect(nul.channels[0]?.name).toBe('Input 1');
    expect(nul.notes.join(' ')).toMatch(/date in the file \(-1\) cannot be a date.*/);
    const temperature = await inspect('more/180415_aaron_temp.abf');
    expect(temperature.channels[1]?.unit).toBe('deg C');
    const empty = await inspect('more/wcp-file-empty.wcp');
    expect([empty.format, empty.sweeps.length, empty.channels.length]).toEqual(['WCP', 0, 1]);
    expect(empty.notes.join(' ')).toMatch(/holds no records/);
  });

  it('ipsc-170123-cell-2-middle.csv: no header, ms and mV', async () => {
    const reference = more['ipsc-170123-cell-2-middle.csv']!;
    const got = await inspect('more/ipsc-170123-cell-2-middle.csv');
    expect([got.sampleRateHz, got.sweeps[0]?.samples, got.channels[0]?.unit]).toEqual([reference.rateHz, 50_000, 'mV']);
    expectStatistics(got.channels[0], reference.voltage);
    expect(got.notes.join(' ')).toMatch(/no unit for the time; ms was taken from its step/);
  });

  it('NWB files without recordings are reported as such', async () => {
    const got = await Promise.all(['nwb/pynwb_2.2.0_subject.nwb', 'more/1.0.2_nwbfile.nwb'].map(inspect));
    expect(got.map(({ version, sweeps }) => [version, sweeps.length])).toEqual([
      ['2.5.0', 0],
      ['2.0b', 0],
    ]);
    for (const { notes } of got) expect(notes).toContain('This NWB file holds no recording of intracellular electrophysiology.');
  });

  it('rebuilds a user list of durations: the recorded output agrees sample by sample', async () => {
    const { recordings } = await readRecordings(sourceFile(join(FOLDER, 'more', 'user-list-durations.abf')), formatTools());
    const { sweeps, commands } = recordings[0]!;
    expect(commands[0]?.source).toBe('epochs and user list');
    sweeps.forEach(({ data }, i) => {
      const command = commands[0]!.sweep(i);
      const recorded = data[1]!;
      let worst = 0;
      for (let k = 0; k < command.length; k++) worst = Math.max(worst, Math.abs(command[k]! - recorded[k]!));
      expect(worst).toBeLessThan(0.05);
    });
  });

  it('model_vc_step.abf and .atf hold the same sweeps', async () => {
    const [abf, atf] = await Promise.all(['abf', 'atf'].map((kind) => inspect(`more/model_vc_step.${kind}`)));
    expect(atf?.sweeps.map(({ samples }) => samples)).toEqual(abf?.sweeps.map(({ samples }) => samples));
    expect(abf?.command?.levels).toEqual(more['model_vc_step.abf']!.commandSweep0.levels);
    expect(atf?.channels[0]?.unit).toBe(abf?.channels[0]?.unit);
    expect(atf?.channels[0]?.mean).toBeCloseTo(abf?.channels[0]?.mean ?? NaN, 3);
    expect(atf?.sweeps.map(({ startS }) => startS)).toEqual(abf?.sweeps.map(({ startS }) => startS));
  });
});
