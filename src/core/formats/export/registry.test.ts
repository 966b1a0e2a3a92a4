import { describe, expect, it } from 'vitest';
import { KERNIK2019 } from '../../cell/kernik2019/index.ts';
import { MADE_UP_SAMPLES, madeUpRecording } from './made-up-recording.testing.ts';
import { madeUpEnsemble, madeUpTwin } from './made-up-twin.testing.ts';
import type { ExportedRecording } from './exported-recording.ts';
import type { ExportPiece, RecordingExporter } from './exporter.ts';
import { cultureLines } from '../../trace/culture.ts';
import { readRecordings } from '../read-recordings.ts';
import { parseRecordingCsv } from '../recording-csv.ts';
import { atfReader } from '../atf/atf-reader.ts';
import { readCsv } from '../csv/csv-reader.ts';
import type { FormatTools } from '../reader.ts';
import { recordingAtfExporter } from './recording-atf-exporter.ts';
import { RECORDING_EXPORTERS, TWIN_EXPORTERS } from './registry.ts';

const NO_TOOLS: FormatTools = {
  inflate: () => new Uint8Array(0),
  openHdf5: () => Promise.reject(new Error('not asked for')),
};

const text = (pieces: Iterable<ExportPiece>): string =>
  [...pieces].map(({ content }) => (typeof content === 'string' ? content : new TextDecoder('latin1').decode(content))).join('');
const SAYS_SIMULATED = /simulated"?\s*:\s*true|,simulated,|SIMULATED/;
const N = MADE_UP_SAMPLES;
const ensemble = madeUpEnsemble(KERNIK2019.varied.length);
const recording = madeUpRecording;
/** Text of a file, or of the steps that make it. */
const recordingText = (exporter: RecordingExporter, what: ExportedRecording): string =>
  'steps' in exporter ? [...exporter.steps([what])].map((step) => JSON.stringify(step)).join('\n') : text(exporter.write(what));

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

describe.each(TWIN_EXPORTERS)('twins as $id', ({ id, write }) => {
  const of = { ensemble: id === 'ensemble' ? ensemble : null };
  it('say how they may be used and which paper to cite', () => {
    const file = text(write(madeUpTwin(of)));
    expect(file).toContain('MIT licence');
    expect(file).toMatch(/Kernik.*2019/);
  });

  it('say that they are of a simulated cell, and of a recorded one do not', () => {
    expect(text(write(madeUpTwin({ simulated: true, ...of })))).toMatch(SAYS_SIMULATED);
    expect(text(write(madeUpTwin({ simulated: false, ...of })))).not.toMatch(SAYS_SIMULATED);
  });
});

it.each(TWIN_EXPORTERS.filter(({ id }) => id !== 'json'))(
  'a twin as $id is no recording, and where it goes is said',
  async ({ id, write }) => {
    const file = text(write(madeUpTwin({ ensemble: id === 'ensemble' ? ensemble : null })));
    // As a spreadsheet saves a table again.
    const german = `\ufeff${file.replaceAll(',', ';').replaceAll('.', ',').replaceAll('\n', '\r\n')}`;
    for (const again of id === 'csv' || id === 'ensemble' ? [file, german] : [file])
      await expect(
        readRecordings({ bytes: new TextEncoder().encode(again), name: `twin.${id}`, companion: () => null }, NO_TOOLS),
      ).rejects.toThrow(/not a recording\. Import its twin\.json instead/);
  },
);

describe.each(RECORDING_EXPORTERS)('recordings as $id', (exporter) => {
  it('say that they are of a simulated cell, and of a recorded one do not', () => {
    expect(recordingText(exporter, recording())).toMatch(/simulated/i);
    const twins = [{ twinId: 4, twin: madeUpTwin({ simulated: false }) }];
    expect(recordingText(exporter, recording({ simulated: false, twins }))).not.toMatch(/simulated"?:\s*true|SIMULATED:|,Simulated,/);
  });

  it('say where they come from: session, checksum, conditions and the twins with their alarms', () => {
    const written = recordingText(exporter, recording());
    for (const part of [
      '0b8e2c1a-0000-4000-8000-000000000001',
      'chunks-crc32:00c0ffee',
      '2026-01-02T03:04:05Z',
      'too noisy',
      'crc32:ffffffff',
    ])
      expect(written).toContain(part);
  });

  it('come in pieces whose share rises to the end', () => {
    const shares =
      'steps' in exporter
        ? [...exporter.steps([recording()])].flatMap((step) => (step.kind === 'samples' ? [step.share] : []))
        : [...exporter.write(recording())].map(({ share }) => share);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

it('lines above an ATF have one "=" and no comma, also with such names: other programs split there', () => {
  const names = recording({ remarks: ['a = b, 1.5 "c"'] });
  const lines = text(recordingAtfExporter.write(names)).split('\n');
  const count = Number(lines[1]!.split('\t')[0]);
  for (const line of lines.slice(2, 1 + count)) expect(line).toMatch(/^"[^=",]+=[^=",]*"$/);
});

it('ATF is read back by the reader of ATF', () => {
  const exporter = recordingAtfExporter;
  const read = atfReader.read(
    { bytes: new TextEncoder().encode(text(exporter.write(recording()))), name: 'a', companion: () => null },
    NO_TOOLS,
  );
  expect(read).toMatchObject({
    recordings: [
      {
        sampleRateHz: 10_000,
        channels: [
          { name: 'Command', unit: 'mV' },
          { name: 'Im', unit: 'pA' },
        ],
      },
    ],
  });
  expect(JSON.stringify(read)).toContain('SIMULATED');
});

describe.each([
  ['csv', (content: string) => readCsv(new TextEncoder().encode(content))],
  ['atf', (content: string) => atfReader.read({ bytes: new TextEncoder().encode(content), name: 'a', companion: () => null }, NO_TOOLS)],
] as const)('recordings as %s come back', (wanted, read) => {
  const exporter = RECORDING_EXPORTERS.find(({ id }) => id === wanted)!;
  const conditions = {
    membraneCapacitancePf: 41.5,
    temperatureC: 36,
    seriesResistanceMohm: 6,
    compensationPercent: 70,
    predictionPercent: 20,
  };

  it.each([true, false])('with their conditions, their beginning and where they come from: simulated %s', async (simulated) => {
    const one = (await read(recordingText(exporter, recording({ simulated, conditions })))).recordings[0]!;
    expect(one.conditions).toEqual(conditions);
    expect([one.startedAt, one.simulated ?? false]).toEqual(['2026-01-02T03:04:05Z', simulated]);
  });

  it('also behind hundreds of lines on twins', async () => {
    const twins = Array.from({ length: 40 }, (_, twinId) => ({ twinId, twin: madeUpTwin() }));
    expect((await read(recordingText(exporter, recording({ twins })))).recordings[0]?.sweeps[0]?.data[0]).toHaveLength(N);
  });

  it('take no condition that cannot be, and none of a file that is not ours', async () => {
    const written = recordingText(exporter, recording({ conditions }));
    const odd = (await read(written.replace(/(membraneCapacitancePf[:=] ?)41\.5/, '$10'))).recordings[0]!;
    expect(odd.conditions).toEqual({ ...conditions, membraneCapacitancePf: undefined });
    expect((await read(written.replace('recording_hash', 'other_hash'))).recordings[0]?.conditions).toEqual({});
  });
});

describe('recordings as CSV', () => {
  const [{ write }] = RECORDING_EXPORTERS;
  it('have a line a sample, each with the marks', () => {
    const lines = text(write(recording())).trimEnd().split('\n');
    const head = lines.findIndex((line) => !line.startsWith('#'));
    expect(lines).toHaveLength(head + N + 1);
    expect(lines[head]).toBe('Time (s),Voltage (V),Current (pA/pF),Simulated,Temperature (degC)');
    expect(lines.at(-1)).toBe('1.1999,-0.08,0.5,1,36');
    const read = parseRecordingCsv(lines.join('\n'));
    expect([read.voltageMv.length, read.marks]).toEqual([N, { simulated: true, temperatureC: 36 }]);
    expect(() => parseRecordingCsv([...lines.slice(0, head + 2), 'x,1,2,1,36'].join('\n'))).toThrow(new RegExp(`line ${head + 3}`));
  });

  it('have empty fields where samples were lost, which come back as lost', () => {
    const lossy = recording({
      lost: 5000,
      lostAt: [
        { first: 6000, samples: 4000 },
        { first: 11_000, samples: 1000 },
      ],
      pieces: () => [
        { firstSample: 0, voltageMv: new Float32Array(6000).fill(-80), currentPa: new Float32Array(6000).fill(25) },
        { firstSample: 10_000, voltageMv: new Float32Array(1000).fill(-80), currentPa: new Float32Array(1000).fill(25) },
      ],
    });
    const lines = text(write(lossy)).trimEnd().split('\n');
    expect(lines).toContain('0.6,,,1,36');
    expect(lines).toContain('# lost_samples: 5000 (lines with a time and no values)');
    expect(lines).toContain('1.0999,-0.08,0.5,1,36');
    expect(lines.at(-1)).toBe('1.1999,,,1,36');
    const { voltageMv, currentPaPf, sampleRateHz } = parseRecordingCsv(lines.join('\n'));
    expect([voltageMv.length, sampleRateHz]).toEqual([12_000, 10_000]);
    for (const values of [voltageMv, currentPaPf]) {
      expect(values.filter(Number.isNaN)).toHaveLength(5000);
      expect([values[5999], values[6000], values[9999], values[10_000]].map(Number.isNaN)).toEqual([false, true, true, false]);
    }
  });

  it('are refused without a capacitance unless no current flows', () => {
    expect(() => text(write(recording({ conditions: {} })))).toThrow(/no membrane capacitance/);
    const free = recording({
      conditions: {},
      pieces: () => [{ firstSample: 0, voltageMv: new Float32Array(N), currentPa: new Float32Array(N) }],
    });
    expect(
      text(write(free))
        .split('\n')
        .filter((line) => /^[\d.]/.test(line)),
    ).toHaveLength(N);
  });
});

it.each(RECORDING_EXPORTERS)('a recording as $id states the culture of its cell where the session does', (exporter) => {
  const { session } = recording();
  const notes = [session.notes, ...cultureLines({ line: 'WTC-11', passage: 42, day: 31 })].join('\n');
  const file = recordingText(exporter, recording({ session: { ...session, notes } }));
  for (const stated of [/WTC-11/, /passage\D{1,4}42/i, /day_of_differentiation\D{1,4}31|day 31 of differentiation/])
    expect(file).toMatch(stated);
  expect(recordingText(exporter, recording())).not.toMatch(/passage/i);
});
