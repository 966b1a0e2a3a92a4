import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockFraction } from '../../src/core/drug/block-fraction.ts';
import type { WashResult } from '../../src/core/drug/wash-schema.ts';
import type { Experiment } from '../../src/core/drug/experiment-schema.ts';
import { parseTwin } from '../../src/core/formats/twin-json.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { kernelPath, runExperiment, SweepThreads } from '../../src/inference/index.ts';
import { measuredBlock } from '../../src/inference/living/measured-block.ts';
import { DrugStudies } from '../../src/main/app/drugs/drug-studies.ts';
import { OwnCompounds } from '../../src/main/app/drugs/own-compounds.ts';
import { StoredExperiments } from '../../src/main/app/drugs/stored-experiments.ts';
import { localStore } from '../../src/main/store-worker/local-store.ts';
import { SessionFolder } from '../../src/main/store/index.ts';
import { sessionWithDrug, TRUE_BLOCK } from '../e2e/session-with-drug.ts';
import { simulatedTwin } from '../e2e/simulated-twin.ts';
import { answerOf, failureOf, scratch } from './cli-process.ts';

const folder = scratch();
afterAll(() => folder.remove());
const twin = folder.path('twin.json');
const paced = ['--pace-ms', '1000', '--ik1', '--workers', '1'];
const sweep = (...rest: string[]): string[] => ['sweep', '--twin', twin, '--drug', 'dofetilide', '--concentrations-nm', '2', ...rest];

interface Swept {
  readonly id: string;
  readonly source: string;
  readonly beside: unknown;
  readonly provenance: string;
  readonly concentrations: readonly [Level, Level];
  readonly sources: readonly { readonly source: string }[];
  readonly notes: readonly string[];
}
interface Washed {
  readonly provenance: string;
  readonly results: readonly [{ readonly wash: WashResult }];
}
interface Run {
  readonly id: string;
  readonly settings: { readonly concentrationsNm: readonly number[] };
  readonly results: readonly [{ readonly levels: readonly [Level, Level] }];
}
interface Level {
  readonly blocked: Readonly<Record<string, number>>;
  readonly features: Readonly<Record<string, { readonly median: number } | null>>;
}
const swept = async (...rest: string[]): Promise<Swept> => (await answerOf(sweep(...rest, ...paced))) as Swept;

/** What the window asks where nothing else is chosen. */
const ASKED = {
  ticket: 1,
  name: '',
  population: null,
  drug: 'dofetilide',
  source: '',
  compound: null,
  measured: null,
  allSources: false,
  wash: null,
  beside: [],
  seed: 1,
  shares: false,
};
const PACED = { paceMs: 1000, s2Ms: null, ik1: 1, leakNsPf: 0, temperatureC: null, calciumMm: null, sodiumMm: null };
const threadsOf = (kernel: PopulationKernel): SweepThreads =>
  new SweepThreads(kernel, {
    helpers: 0,
    kernelPath: kernelPath('resources'),
    workerScript: new URL('../../src/inference/sweep/sweep-worker.ts', import.meta.url),
  });

let besideVerapamil: Swept;
beforeAll(async () => {
  writeFileSync(twin, simulatedTwin());
  besideVerapamil = await swept('--with', 'verapamil=81', '--potassium-mm', '4');
});

describe('drugs on the command line', () => {
  it('tries other drugs beside the one that rises', async () => {
    const answer = besideVerapamil;
    expect(answer.provenance).toMatch(/Not stored: with --out FILE.json it can be run again\.$/);
    expect(answer.beside).toEqual([{ drug: 'verapamil', source: 'FDA_manual_2018', nM: 81 }]);
    // Verapamil is there without dofetilide too, and blocks ICaL.
    expect(answer.concentrations[0].blocked['ICaL']).toBeGreaterThan(0.2);
    expect(answer.concentrations[1].blocked['IKr']).toBeGreaterThan(answer.concentrations[0].blocked['IKr'] ?? NaN);
    expect((await failureOf(sweep('--with', 'verapamil=x'))).message).toMatch(/--with: expected NAME=nM with 0 to 1e9 nM/);
  });

  it('washes a drug in and out in time, and repeats that from its file', async () => {
    const asked = folder.path('wash.json');
    const [stored, csv, report] = ['washed.json', 'washed.csv', 'washed.html'].map((name) => folder.path(name)) as [string, string, string];
    const wash = {
      solutions: [
        { atS: 10, nM: 2 },
        { atS: 20, nM: 0 },
      ],
      endS: 30,
      timeConstantS: 2,
    };
    const cells = [{ population: { cells: 4, seed: 2 } }];
    const wish = { cells, drug: 'dofetilide', conditions: { paceMs: [1000], ik1: [1] } };
    writeFileSync(asked, JSON.stringify({ ...wish, wash }));
    const answer = (await answerOf(['experiment', asked, '--out', stored, '--csv', csv, '--report', report, '--workers', '1'])) as Washed;
    const [result] = answer.results;
    for (const text of [answer.provenance, readFileSync(csv, 'utf8'), readFileSync(report, 'utf8')])
      expect(text).toContain('Again: twinclamp experiment washed.json --again');
    expect(answer.provenance).toContain('in time: 2 nM from 10 s, wash from 20 s');
    expect(result.wash.intervals.map(({ nM }) => nM > 0)).toEqual([false, false, true, true, true, true]);
    const longest = Math.max(...result.wash.intervals.map(({ changes }) => changes['apd90Ms']?.median ?? 0));
    expect(longest).toBeGreaterThan(20);
    expect(readFileSync(csv, 'utf8')).toContain('In the bath (nM)');
    expect(readFileSync(csv, 'utf8')).toContain('# Block is static: no trapping, no use dependence.');
    expect(readFileSync(report, 'utf8')).toContain('bath exchange with a time constant of 2 s');
    const again = await answerOf(['experiment', stored, '--again', '--workers', '2']);
    expect(again).toMatchObject({ results: 1, different: 0 });
    writeFileSync(asked, JSON.stringify(wish));
    expect((await failureOf(['experiment', asked])).message).toMatch(/wash\.json: Expected either concentrations or a wash, got neither/);
    writeFileSync(asked, JSON.stringify({ ...wish, wash: { ...wash, endS: 15 } }));
    expect((await failureOf(['experiment', asked])).message).toMatch(/Expected the end after the last solution at 20 s/);
  }, 60_000);

  it('asks about own values alike in both verbs', async () => {
    const compounds = folder.path('own.csv');
    writeFileSync(compounds, 'compound,channel,IC50 (uM),hill\nterfenadine,IKr,5000,9\n');
    const own = ['--twin', twin, '--drug', 'terfenadine', '--source', 'own', '--compounds', compounds];
    const one = await answerOf(['drug', ...own, '--concentration-nm', '4']);
    expect(one).toMatchObject({ condition: 'Block is static, free running', fitFailed: false });
    const many = await answerOf(['sweep', ...own, '--concentrations-nm', '4', ...paced]);
    for (const { notes } of [one, many]) {
      expect(notes).toContainEqual(expect.stringMatching(/^Block is static: no trapping, no use dependence/));
      expect(notes).toContainEqual(expect.stringMatching(/^A Hill coefficient of 9 for IKr is unusual/));
      expect(notes).toContainEqual(expect.stringMatching(/^An IC50 of 5000000 nM for IKr is far from the published/));
    }
  });

  it('gives the number that the window gives for the same question', async () => {
    const threads = threadsOf(await PopulationKernel.load(readFileSync(kernelPath('resources'))));
    const studies = new DrugStudies({
      store: { request: () => Promise.resolve({ twin: parseTwin(readFileSync(twin, 'utf8'), 'twin') }) as never },
      inference: { request: (_, asked) => runExperiment(asked as Experiment, () => Promise.resolve(threads)) },
      compounds: new OwnCompounds(folder.path('none.json'), 'resources/drugs/drugs.json'),
      stored: new StoredExperiments(folder.path('experiments')),
      send: () => undefined,
      program: 'test',
    });
    const shown = await studies.run({
      ...ASKED,
      twins: [{ sessionKey: 'x', twinId: 1 }],
      concentrationsNm: [2],
      beside: [{ drug: 'verapamil', concentrationNm: 81 }],
      conditions: [{ ...PACED, potassiumMm: 4 }],
    });
    await threads.close();
    const answer = besideVerapamil;
    expect(answer.id).toBe(shown.id);
    expect(answer.concentrations[1].features).toEqual(shown.results[0]?.levels[1]?.features);
    expect(answer.concentrations[1].features['apd90Ms']?.median).toBeGreaterThan(100);
  });
});

describe("a block by the cell's own clamps", () => {
  const clamps = ['before', 'after'].map((name) => folder.path(`${name}.f32`));
  const measured = ['--measured', clamps.join(','), '--measured-nm', '7', '--protocol', 'clark2022', '--sample-rate-hz', '2000'];

  beforeAll(async () => {
    writeFileSync(folder.path('blocked.json'), JSON.stringify({ multipliers: { 'ikr.g_Kr': 0.5 } }));
    for (const [i, params] of ['baseline', folder.path('blocked.json')].entries())
      await answerOf([
        'simulate',
        'vc',
        '--params',
        params,
        '--protocol',
        'clark2022',
        '--sample-rate-hz',
        '2000',
        '--out',
        clamps[i] ?? '',
      ]);
  });

  it('is a source like any other in both verbs', async () => {
    const one = await answerOf(['drug', '--twin', twin, '--drug', 'dofetilide', ...measured]);
    expect(one.source).toBe('measured_on_this_cell');
    expect(one.blocked.IKr).toBeCloseTo(0.5, 1);
    const many = await swept(...measured, '--source', 'all');
    expect(many.source).toBe('measured_on_this_cell');
    // At 2 nM of 7, with a Hill coefficient of 1: 2 / (2 + 7).
    expect(many.concentrations[1].blocked['IKr']).toBeCloseTo(2 / 9, 1);
    expect(many.sources.map(({ source }) => source)).toContain('FDA_manual_2018');
    expect(many.notes).toContainEqual(expect.stringContaining('Measured on this cell at 7 nM by its clamps before.f32 and after.f32'));
  });

  it('takes the two recordings of a session', async () => {
    const session = folder.path('cell.twinclamp');
    const tables = clamps.map((file, i) => {
      const bytes = readFileSync(file);
      const command = sampleCommand(parseProtocol(readFileSync('resources/protocols/clark2022.json', 'utf8')), 2000);
      const table = folder.path(`clamp-${i}.csv`);
      const rows = Array.from(command, (mV, k) => `${k / 2000},${mV / 1000},${bytes.readFloatLE(4 * k)}`);
      writeFileSync(table, `Time (s),Voltage (V),Current (pA/pF)\n${rows.join('\n')}\n`);
      return table;
    });
    const stored = await answerOf(['import', ...tables, '--session', session]);
    const [cell] = (stored as { cells: { recordings: { recordingId: number }[] }[] }).cells;
    const ids = cell?.recordings.map(({ recordingId }) => recordingId) ?? [];
    expect(ids).toHaveLength(2);
    const options = ['--session', session, '--measured', ids.join(','), '--measured-nm', '7'];
    const one = await answerOf(['drug', '--twin', twin, '--drug', 'dofetilide', ...options]);
    expect(one.blocked.IKr).toBeCloseTo(0.5, 1);
  });

  it('is the block that the window shows and runs an experiment with', async () => {
    mkdirSync(folder.path('sessions'));
    const session = sessionWithDrug(folder.path('sessions'));
    const kernel = await PopulationKernel.load(readFileSync(kernelPath('resources')));
    const studies = new DrugStudies({
      store: localStore(new SessionFolder(folder.path('sessions'))),
      inference: {
        request: (job, asked) =>
          job === 'measured' ? measuredBlock(kernel, asked as never) : runExperiment(asked as Experiment, () => Promise.resolve(threads)),
      },
      compounds: new OwnCompounds(folder.path('none.json'), 'resources/drugs/drugs.json'),
      stored: new StoredExperiments(folder.path('experiments')),
      send: () => undefined,
      program: 'test',
    });
    const threads = threadsOf(kernel);
    const key = { sessionKey: basename(session), twinId: 1, recordingId: 2 };
    const { entry, channels, runDown } = await studies.measured(key);
    const options = ['--session', session, '--measured', '1,2', '--measured-nm', '10'];
    const one = await answerOf(['drug', '--twin', twin, '--drug', 'dofetilide', ...options]);
    const shown = entry.channels.map((block) => [block.channel, blockFraction(block, 10)]);
    expect(Object.fromEntries(shown)).toEqual(one.blocked);
    expect(one.notes).toContain(entry.note);
    // Within its interval, which holds what channels do without a drug; the current that the drug left alone is not marked.
    for (const { channel, fraction } of TRUE_BLOCK) {
      const { low, high } = channels.find((change) => change.channel === channel) ?? { low: 0, high: 0 };
      expect([low < -fraction, high > -fraction]).toEqual([true, true]);
    }
    expect(runDown.low).toBeLessThan(0);
    expect(runDown.high).toBeGreaterThan(0);
    // An experiment file and a report take it from the session by themselves, and run and show the same number.
    const { id, results } = await studies.run({
      ...ASKED,
      measured: key,
      twins: [key],
      concentrationsNm: [10],
      conditions: [{ ...PACED, potassiumMm: null }],
    });
    await threads.close();
    const asked = folder.path('measured.json');
    const wish = { cells: [{ session }], drug: 'dofetilide', source: 'measured', conditions: { paceMs: [1000], ik1: [1] } };
    writeFileSync(asked, JSON.stringify(wish));
    const answer = (await answerOf(['experiment', asked, '--workers', '1'])) as Run;
    expect(answer.id).toBe(id);
    expect(answer.settings.concentrationsNm).toEqual([10]);
    expect(answer.results[0].levels[1].blocked).toEqual(results[0]?.levels[1]?.blocked);
    expect(answer.results[0].levels[1].blocked).toEqual(one.blocked);
    expect(answer.results[0].levels[1].features).toEqual(results[0]?.levels[1]?.features);
    const page = folder.path('measured.html');
    const report = ['report', '--session', session, '--out', page, '--drug', 'dofetilide', '--source', 'measured'];
    const { drug } = (await answerOf(report)) as { drug: { title: string; notes: string[]; apd90Ms: number } };
    expect(drug.title).toBe('dofetilide 10 nM (measured_on_this_cell)');
    expect(drug.notes).toContain(entry.note);
    expect(drug.apd90Ms).toBeCloseTo((one as unknown as { after: { apd90Ms: number } }).after.apd90Ms, 6);
    expect(readFileSync(page, 'utf8')).toContain('measured_on_this_cell');
    const bySource = ['--session', session, '--drug', 'dofetilide', '--source', 'measured'];
    const alone = await answerOf(['drug', ...bySource]);
    expect([alone.source, alone.blocked, alone.notes]).toEqual(['measured_on_this_cell', one.blocked, one.notes]);
    const sweepOfIt = ['sweep', ...bySource, '--concentrations-nm', '10', '--pace-ms', '1000', '--ik1', '--workers', '1'];
    const rising = (await answerOf(sweepOfIt)) as { id: string; source: string; concentrations: { features: object }[] };
    expect([rising.id, rising.source]).toEqual([id, 'measured_on_this_cell']);
    expect(rising.concentrations[1]?.features).toEqual(results[0]?.levels[1]?.features);
    expect((await failureOf([...sweepOfIt, '--twin', twin])).message).toMatch(/--twin does not go with --source measured/);
    expect((await failureOf([...report, '--measured-recording', '3'])).message).toMatch(/recording 3 with Dofetilide was aborted/);
    writeFileSync(asked, JSON.stringify({ ...wish, drug: 'verapamil' }));
    expect((await failureOf(['experiment', asked])).message).toMatch(
      /Expected a clamp of the cell with verapamil, its session has only Dofetilide/,
    );
    await expect(studies.measured({ ...key, recordingId: 3 })).rejects.toThrow(/recording 3 with Dofetilide was aborted/);
    await expect(studies.measured({ ...key, recordingId: 1 })).rejects.toThrow(/recording 1 is none\. Choose another/);
  });

  it('says what is missing', async () => {
    const twinAndDrug = ['drug', '--twin', twin, '--drug', 'dofetilide'];
    const messageOf = async (...rest: string[]): Promise<string> => (await failureOf([...twinAndDrug, ...rest])).message;
    expect(await messageOf('--measured', 'a,b')).toMatch(/--measured-nm N, the free concentration/);
    expect(await messageOf('--protocol', 'clark2022', '--concentration-nm', '3')).toMatch(/--protocol belongs to --measured/);
    expect(await messageOf('--twin-id', '1', '--concentration-nm', '3')).toMatch(/--twin-id belongs to --source measured/);
    expect((await failureOf(['sweep', '--drug', 'dofetilide', '--concentrations-nm', '1'])).message).toMatch(/--twin FILE\.json/);
  });
});
