import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KERNIK2019 } from '../../src/core/cell/kernik2019/index.ts';
import { madeUpEnsemble, madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { parseTwin, twinToJson } from '../../src/core/formats/twin-json.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { formatTools, sourceFile } from '../../src/main/formats/index.ts';
import {
  exportEnsemble,
  exportRecordings,
  importFilesSteps,
  importTwinAlone,
  readIntake,
  runAsyncSteps,
  SessionFile,
  SessionFolder,
} from '../../src/main/store/index.ts';

type ReadIntakeWish = Parameters<typeof readIntake>[1];

const N = 3000;
const scratch = mkdtempSync(join(tmpdir(), 'twinclamp-exports-'));
const wave = Float32Array.from({ length: N }, (_, k) => Math.fround(60 * Math.sin(k / 90)));
const current = wave.map((mv) => Math.fround(mv * 3.7));
let session: SessionFile;
const twin: Twin = {
  ...madeUpTwin({ simulated: true }),
  parameters: KERNIK2019.varied.map(({ id, current: of, unit, value }) => ({
    id,
    current: of,
    unit,
    baseline: value,
    value,
    multiplier: 1,
    mean: 1,
    sd: 0.1,
    interval90: [0.9, 1.1],
    informedBy: 'data',
  })),
  ensemble: madeUpEnsemble(KERNIK2019.varied.length),
};

/** Two pieces with lost samples between them. */
function recorded(
  file: string,
  kind: 'voltage-clamp' | 'spontaneous',
  parts: readonly (readonly ['samples' | 'gap', number])[] = [
    ['samples', 1000],
    ['gap', 500],
    ['samples', 2000],
  ],
  expectedSamples = parts.reduce((sum, [, n]) => sum + n, 0),
): SessionFile {
  const made = SessionFile.create(file, { cellName: 'cell 7' });
  const id = made.beginRecording({
    kind,
    protocolRequested: null,
    protocolRealised: null,
    device: { name: 'made up', firmware: '', serial: '', port: '', simulated: true },
    calibration: null,
    acquisition: null,
    conditions: { membraneCapacitancePf: 50, temperatureC: 36 },
    sampleRateHz: 10_000,
    expectedSamples,
    startedAt: '2026-01-02T03:04:05.000Z',
  });
  let [at, of] = [0, 0];
  for (const [what, n] of parts) {
    if (what === 'gap') made.appendGap(id, { firstSample: at, n, reason: 'lost' });
    else {
      made.appendChunk(id, at, wave.subarray(of, of + n), current.subarray(of, of + n));
      of += n;
    }
    at += n;
  }
  made.endRecording(id, 'complete');
  return made;
}

beforeAll(() => {
  session = recorded(join(scratch, 'a.twinclamp'), 'voltage-clamp');
  session.addTwin(1, twin);
});
afterAll(() => {
  session.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('recordings as NWB', () => {
  it('are read by the reader of NWB, lost samples as NaN', async () => {
    const file = join(scratch, 'a.nwb');
    expect(await exportRecordings(session, [1], file, 'nwb')).toBe(N + 500);
    const { recordings } = await readRecordings(sourceFile(file), formatTools());
    const data = recordings[0]?.sweeps[0]?.data[0];
    expect(recordings[0]).toMatchObject({ sampleRateHz: 10_000, simulated: true });
    expect(data?.length).toBe(N + 500);
    expect(data?.slice(1000, 1500).every(Number.isNaN)).toBe(true);
    // In A: the conversion costs the last digit.
    data?.slice(1500, 1600).forEach((ampere, k) => expect(ampere * 1e12).toBeCloseTo(current[1000 + k]!, 3));
    expect(readdirSync(scratch).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([['voltage-clamp'], ['spontaneous']] as const)('of a damaged session (%s) name the damage and leave nothing', async (kind) => {
    const damaged = recorded(join(scratch, `damaged ${kind}.twinclamp`), kind);
    damaged.connection.exec('UPDATE chunk SET current = zeroblob(length(current)) WHERE seq = 1');
    const folder = mkdtempSync(join(scratch, 'damaged-'));
    await expect(exportRecordings(damaged, [1], join(folder, 'a.nwb'), 'nwb')).rejects.toThrow(/^Chunk 1 of recording 1 .* is damaged/);
    expect(readdirSync(folder)).toEqual([]);
    damaged.close();
  });

  it('come back each by itself with all conditions, their start, potential and current', async () => {
    const made = SessionFile.create(join(scratch, 'conditions.twinclamp'), { cellName: 'cell 7' });
    const conditions = [
      {
        membraneCapacitancePf: 53.3,
        seriesResistanceMohm: 8.2,
        membraneResistanceMohm: 900,
        temperatureC: 36.5,
        compensationPercent: 70,
        predictionPercent: 60,
        filterHz: 10_000,
        junctionPotentialMv: -14,
        bathPotassiumMm: 5.4,
        bathCalciumMm: 1.8,
        bathSodiumMm: 140,
      },
      // As the first but for what was changed in between.
      { membraneCapacitancePf: 50, temperatureC: 34, filterHz: 5000 },
    ];
    conditions.forEach((stated, i) => {
      const id = made.beginRecording({
        kind: 'voltage-clamp',
        protocolRequested: null,
        protocolRealised: null,
        device: { name: 'made up', firmware: '', serial: '', port: '', simulated: true },
        calibration: null,
        acquisition: null,
        conditions: stated,
        sampleRateHz: 10_000,
        expectedSamples: 4000,
        startedAt: `2026-01-02T03:0${4 + i}:05.000Z`,
      });
      made.appendChunk(
        id,
        0,
        Float32Array.from({ length: 4000 }, (_, k) => (k % 2000 < 800 ? -80 : -40)),
        new Float32Array(4000).map((_, k) => i + k / 10),
      );
      made.endRecording(id, 'complete');
    });
    const file = join(scratch, 'conditions.nwb');
    await exportRecordings(made, [1, 2], file, 'nwb');
    made.close();
    const sessions = new SessionFolder(join(scratch, 'conditions'));
    const tools = { sessions, protocols: [], read: (path: string, wish: ReadIntakeWish) => readIntake(path, wish, formatTools()) };
    const { cells } = await runAsyncSteps(importFilesSteps({ paths: [file], stated: {}, template: null }, tools));
    const back = sessions.openReader(cells[0]!.sessionKey!);
    expect(back.listRecordings().map(({ recordingId, startedAt, samples }) => [recordingId, startedAt, samples])).toEqual([
      [1, '2026-01-02T03:04:05.000Z', 4000],
      [2, '2026-01-02T03:05:05.000Z', 4000],
    ]);
    expect([1, 2].map((id) => back.recordingMeta(id).conditions)).toEqual(conditions);
    expect(back.readSamples(2).currentPa[20]).toBeCloseTo(3, 4);
    back.close();
  });

  it('state the checksum that a table of the same recording states', async () => {
    await exportRecordings(session, [1], join(scratch, 'hash.nwb'), 'nwb');
    await exportRecordings(session, [1], join(scratch, 'hash.csv'), 'csv');
    const hash = /chunks-crc32:[0-9a-f]{8}/.exec(readFileSync(join(scratch, 'hash.csv'), 'utf8'))?.[0];
    expect(hash).toBeDefined();
    expect(readFileSync(join(scratch, 'hash.nwb'), 'latin1').split(hash!).length - 1).toBe(2);
  });

  // On POSIX a limit of the file size is a disk that fills up while it is written: what the disk says before is not enough.
  it.skipIf(process.platform === 'win32')('on a disk that fills up end in one sentence and leave nothing', () => {
    const folder = mkdtempSync(join(scratch, 'full-'));
    const program = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
    const args = [
      '--disable-warning=ExperimentalWarning',
      program,
      'export',
      session.path,
      '--format',
      'nwb',
      '--out',
      join(folder, 'a.nwb'),
    ];
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 20; exec "$0" "$@"`, process.execPath, ...args], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]*the disk is full[^\n]*\n$/);
    expect(stderr.length).toBeLessThan(500);
    expect(status).not.toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('into a folder that is not there are refused and leave nothing', async () => {
    await expect(exportRecordings(session, [1], join(scratch, 'none', 'a.nwb'), 'nwb')).rejects.toThrow(/ENOENT/);
  });
});

it('a CSV with lost samples comes back with them as gaps', async () => {
  const file = join(scratch, 'gaps.csv');
  await exportRecordings(session, [1], file, 'csv');
  const tools = formatTools();
  const { recordings } = await readRecordings(sourceFile(file), tools);
  const [sweep] = recordings[0]!.sweeps;
  expect(sweep!.data[1]!.filter(Number.isNaN)).toHaveLength(500);
  expect(sweep!.data[1]![1499]).toBeNaN();
  expect(sweep!.data[1]![1500]).toBeCloseTo(current[1000]! / 50, 4);
});

it('a CSV of which the first and the last samples were lost comes back with them as gaps', async () => {
  const made = recorded(join(scratch, 'ends.twinclamp'), 'voltage-clamp', [
    ['gap', 300],
    ['samples', 3000],
    ['gap', 700],
  ]);
  const file = join(scratch, 'ends.csv');
  await exportRecordings(made, [1], file, 'csv');
  made.close();
  expect(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .filter((line) => /^[\d.]+,,,/.test(line)),
  ).toHaveLength(1000);
  const sessions = new SessionFolder(join(scratch, 'ends'));
  const tools = { sessions, protocols: [], read: (path: string, wish: ReadIntakeWish) => readIntake(path, wish, formatTools()) };
  const { cells } = await runAsyncSteps(importFilesSteps({ paths: [file], stated: { clamp: 'current' }, template: null }, tools));
  const back = sessions.openReader(cells[0]!.sessionKey!);
  expect(back.listRecordings()).toMatchObject([{ samples: 4000, lostSamples: 1000 }]);
  expect(back.readGaps(1).map(({ firstSample, n }) => [firstSample, n])).toEqual([
    [0, 300],
    [3300, 700],
  ]);
  back.close();
});

it('what never came of an interrupted recording is lost in its exports too', async () => {
  const made = recorded(join(scratch, 'died.twinclamp'), 'voltage-clamp', [['samples', 2000]], 2600);
  await exportRecordings(made, [1], join(scratch, 'died.csv'), 'csv');
  await exportRecordings(made, [1], join(scratch, 'died.nwb'), 'nwb');
  expect(made.listRecordings()).toMatchObject([{ status: 'interrupted', lostSamples: 600 }]);
  made.close();
  for (const [name, channel] of [
    ['died.csv', 1],
    ['died.nwb', 0],
  ] as const) {
    const { recordings } = await readRecordings(sourceFile(join(scratch, name)), formatTools());
    const data = recordings[0]!.sweeps[0]!.data[channel]!;
    expect(data).toHaveLength(2600);
    expect(data.slice(2000).every(Number.isNaN)).toBe(true);
  }
});

it('ATF refuses what was lost and says which format takes it', async () => {
  await expect(exportRecordings(session, [1], join(scratch, 'a.atf'), 'atf')).rejects.toThrow(/lost 500 samples.*NWB/);
});

it('an ensemble becomes a folder of models, the twin among them', () => {
  const files = exportEnsemble(twin, 'mmt', join(scratch, 'cells'));
  expect(files.map((file) => file.replace(/.*[\\/]/, ''))).toEqual(['twin.mmt', 'cell_001.mmt', 'cell_002.mmt']);
  const own = /^ina_g_Na = (\S+)/m;
  const values = files.map((file) => Number(own.exec(readFileSync(file, 'utf8'))?.[1]));
  expect(values[1]! / values[0]!).toBeCloseTo(0.9, 9);
  expect(() => exportEnsemble({ ...twin, ensemble: null }, 'mmt', join(scratch, 'none'))).toThrow(/no ensemble/);
});

it('a twin file comes back without its recording, with alarms and marks', () => {
  const file = join(scratch, 'twin.json');
  writeFileSync(file, twinToJson(twin));
  const sessions = new SessionFolder(join(scratch, 'sessions'));
  const key = importTwinAlone(sessions, parseTwin(readFileSync(file, 'utf8')));
  const reader = sessions.openReader(key);
  expect(reader.getTwin(1).twin).toEqual(twin);
  expect(reader.detail()).toMatchObject({ simulated: true, twinList: [{ alarmList: ['too noisy'] }] });
  reader.close();
});
