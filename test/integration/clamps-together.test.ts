import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { NO_ARTEFACTS } from '../../src/core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../src/core/experiment/cell-history.ts';
import { parseTwin } from '../../src/core/formats/twin-json.ts';
import { TEN_BEATS, train } from '../../src/core/beat/potentials.testing.ts';
import { sampleCommand, type Protocol } from '../../src/core/protocol/protocol.ts';
import type { Bath } from '../../src/core/quality/bath.ts';
import { createRandom } from '../../src/core/random/random.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { FullRateCurrent } from '../../src/inference/twin/full-rate-current.ts';
import { Jobs } from '../../src/main/app/jobs/jobs.ts';
import { TwinMaker } from '../../src/main/app/twin-maker.ts';
import { localStore } from '../../src/main/store-worker/local-store.ts';
import { SessionFolder, storedRecording, type SessionFile } from '../../src/main/store/index.ts';
import { InferenceSupervisor } from '../../src/main/supervisor/supervisor.ts';
import { answerOf, failureOf } from './cli-process.ts';
import { newRecording } from './fixtures/store-samples.ts';
import { startInferenceThread } from './inference-thread.ts';
import { until } from './rig-harness.ts';

const CONTROL: Bath = { phase: 'control', drug: null, concentrationNm: null };
const DRUG: Bath = { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 };
const RATE_HZ = 10_000;
const CONDITIONS = { membraneCapacitancePf: 50, seriesResistanceMohm: 5, filterHz: 5000, temperatureC: 37 };
const SIMULATIONS = 60;
const fullRate = new FullRateCurrent(DEFAULT_CELL);
const scratch = mkdtempSync(join(tmpdir(), 'clamps-together-'));
const sessions = new SessionFolder(scratch);
let sessionKey = '';

const steps = (id: string, levelsMv: readonly number[]): Protocol => ({
  id,
  name: id,
  source: 'test',
  holdingMv: -80,
  segments: [-80, ...levelsMv].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 150 })),
});

const rest = (): Float32Array => new Float32Array(3 * RATE_HZ).fill(-70);

/** A beat every second, 8 ms after a stimulus of 2 ms. */
const paced = (): Float32Array => {
  const artefact = (t: number): number => (TEN_BEATS.some((start) => t >= start - 8 && t < start - 6) ? 30 : 0);
  return Float32Array.from(train(5000, RATE_HZ), (mv, i) => mv + artefact((1000 * i) / RATE_HZ));
};

function record(
  session: SessionFile,
  kind: 'voltage-clamp' | 'spontaneous',
  bath: Bath,
  protocol: Protocol | null,
  { potential = rest, ...more }: { potential?: () => Float32Array; imported?: object } = {},
): number {
  const voltageMv = protocol === null ? potential() : sampleCommand(protocol, RATE_HZ);
  const form = { protocol: protocol ?? steps('none', []), sampleRateHz: RATE_HZ, mode: 'rig' as const, filterHz: 5000 };
  const cell = { values: DEFAULT_CELL.baseline(), artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.25 }, history: NO_HISTORY };
  const random = createRandom(voltageMv.length + kind.length);
  const density = protocol === null ? voltageMv.map(() => 0) : fullRate.of(form, cell, { capacitanceRatio: 1, offsetPaPf: 0 });
  const id = session.beginRecording(
    newRecording({
      kind,
      protocolRequested: protocol,
      protocolRealised: protocol,
      acquisition: { quality: { bath }, ...more },
      conditions: CONDITIONS,
      sampleRateHz: RATE_HZ,
      expectedSamples: voltageMv.length,
    }),
  );
  session.appendChunk(
    id,
    0,
    voltageMv,
    density.map((paPf) => 50 * (paPf + 0.2 * random.normal())),
  );
  session.endRecording(id, 'complete');
  return id;
}

beforeAll(() => {
  const session = sessions.create({ cellName: 'cell' });
  record(session, 'voltage-clamp', CONTROL, steps('plateaus', [10, -50, 20]));
  record(session, 'spontaneous', CONTROL, null);
  record(session, 'voltage-clamp', CONTROL, steps('hyperpolarised', [-120, -40, 30]));
  record(session, 'voltage-clamp', DRUG, steps('plateaus', [10, -50, 20]));
  record(session, 'spontaneous', DRUG, null);
  const rejected = record(session, 'voltage-clamp', CONTROL, steps('deep', [-140, 0]));
  session.correct(rejected, { madeAt: '2026-01-02T03:04:05.000Z', changes: { rejected: 'lost its seal' } });
  record(session, 'spontaneous', CONTROL, null, { imported: { paced: true } });
  record(session, 'spontaneous', CONTROL, null, { imported: { paced: true }, potential: paced });
  record(session, 'spontaneous', DRUG, null, { imported: { paced: true }, potential: paced });
  sessionKey = session.key;
  session.close();
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const read = (recordingId: number, together: number[] = []) => {
  const session = sessions.openReader(sessionKey);
  try {
    return storedRecording(session, recordingId, together);
  } finally {
    session.close();
  }
};
const reasons = (of: ReturnType<typeof read>): Record<string, string> =>
  Object.fromEntries(of.leftOut.map(({ recording, why }) => [recording.replace(/.* recording /, ''), why]));

describe('clamp recordings of one cell', () => {
  it('come with those that are fitted together, the potential of their bath, and why the others are left out', () => {
    const together = read(1, [3]);
    expect(together.others?.map(({ recordingName }) => recordingName)).toEqual([`${sessionKey} recording 3`]);
    expect(together.potential?.name).toBe(`${sessionKey} recording 2`);
    expect(reasons(together)).toEqual({
      4: 'Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.',
      5: 'Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.',
      6: 'It was rejected: lost its seal.',
      7: 'It was paced. It shows no two action potentials.',
      9: 'Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.',
    });
    // Paced potentials of its bath whose beats follow their stimuli.
    expect(together.paced.map(({ name, voltageMv }) => [name, voltageMv.length])).toEqual([[`${sessionKey} recording 8`, 50_001]]);
    expect(read(4).paced.map(({ name }) => name)).toEqual([`${sessionKey} recording 9`]);
    // By itself as before: the others are tests of the twin.
    expect(read(1).others).toBeUndefined();
    expect(reasons(read(1))[3]).toMatch(/not chosen/);
    expect(read(4).potential?.name).toBe(`${sessionKey} recording 5`);
  });

  it('of control and drug, or a rejected one, are refused with one sentence', () => {
    expect(() => read(1, [3, 4])).toThrow(/^Recording 4 cannot be fitted together with others. Its bath is Drug: dofetilide 10 nM/);
    expect(() => read(1, [6])).toThrow(/rejected: lost its seal/);
    expect(() => read(1, [2])).toThrow(/no clamp recording/);
    expect(() => read(1, [99])).toThrow(/not in/);
  });
});

describe('a potential that its operator states to be paced', () => {
  const state = (paced: boolean): void => {
    const session = sessions.open(sessionKey);
    session.correct(2, { madeAt: '2026-01-02T03:04:05.000Z', changes: { paced } });
    session.close();
  };
  const listed = () => {
    const session = sessions.openReader(sessionKey);
    try {
      return session.listRecordings().find(({ recordingId }) => recordingId === 2);
    } finally {
      session.close();
    }
  };

  it("is neither fitted nor measured as the cell's own, until it is stated not to be", () => {
    expect(listed()).toMatchObject({ paced: false, beat: { outcome: expect.any(String) } });
    expect(read(1).recording.conditions.freeBeat).toBeDefined();
    state(true);
    expect(read(1).potential).toBeNull();
    expect(read(1).recording.conditions.freeBeat).toBeUndefined();
    expect(reasons(read(1))[2]).toMatch(/paced/);
    expect(listed()).toMatchObject({ paced: true, beat: null, corrections: [{ words: 'paced' }] });
    state(false);
    expect(read(1).potential).not.toBeNull();
  });
});

describe('clamp and potential', () => {
  it('is refused where the only potential was paced, in one sentence', async () => {
    const file = sessions.create({ cellName: 'paced alone' });
    record(file, 'voltage-clamp', CONTROL, steps('plateaus', [10, -50, 20]));
    record(file, 'spontaneous', CONTROL, null, { imported: { paced: true }, potential: paced });
    file.close();
    const asked = ['infer', '--session', join(scratch, file.key), '--read-only', '--out', join(scratch, 'no.json'), '--cell', 'living'];
    const { message } = (await failureOf([...asked, '--mode', 'clamp+potential'])) as { message: string };
    expect(message).toMatch(
      /expected the cell's own potential without stimuli, got only paced ones \(.*recording 2\)\. Record the cell free/,
    );
    expect(message.length).toBeLessThan(400);
  });
});

describe('the twin of two clamps', () => {
  const session = (): string => join(scratch, sessionKey);
  const infer = (ids: string, out: string): string[] => {
    const from = ['infer', '--session', session(), '--read-only', '--recording-id', ids, '--out', join(scratch, out)];
    return [...from, '--method', 'fit', '--simulations', String(SIMULATIONS)];
  };

  it('is the same from the app and from the command line, and says what it was made from', async () => {
    const inference = new InferenceSupervisor(startInferenceThread, () => undefined);
    inference.start();
    await until(() => inference.status().state === 'ready', 'the inference thread', 60_000);
    const twins = new TwinMaker({
      store: localStore(sessions),
      // The app searches until it has converged, which takes minutes.
      inference: { request: (kind, request, options) => inference.request(kind, { ...request, simulations: SIMULATIONS }, options) },
      comparisons: { rememberTwinCurrent: () => undefined },
      jobs: new Jobs(() => undefined, 0),
      send: () => undefined,
    });
    const { twin } = await twins.make({ sessionKey, recordingId: 1, together: [3], method: 'fit' });
    inference.stop();
    await answerOf(infer('1,3', 'cli.json'));
    const ofCli = parseTwin(readFileSync(join(scratch, 'cli.json'), 'utf8'), 'cli.json');
    expect(twin.parameters).toEqual(ofCli.parameters);
    expect(twin.nuisance).toEqual(ofCli.nuisance);
    expect(twin.nuisance.map(({ id }) => id)).toContain('leakNsPf@2');
    expect(twin.evidence).toEqual(ofCli.evidence);
    expect(twin.evidence?.used.map(({ recording }) => recording)).toEqual([1, 3].map((id) => `${sessionKey} recording ${id}`));
    expect(twin.evidence?.leftOut.map(({ why }) => why).join(' ')).toMatch(/clamp alone.*dofetilide.*lost its seal.*paced/);
  });

  it('of all recordings leaves out the drug; control and drug by name are refused', async () => {
    expect(await failureOf(infer('1,4', 'no.json'))).toMatchObject({
      message: expect.stringMatching(/cannot be fitted together.*dofetilide/),
    });
    const { evidence } = (await answerOf(infer('all', 'all.json'))) as Pick<Twin, 'evidence'>;
    // The newest that nobody rejected is the one with drug.
    expect(evidence?.used.map(({ recording }) => recording)).toEqual([`${sessionKey} recording 4`]);
    expect(evidence?.leftOut.find(({ recording }) => recording.endsWith('recording 1'))?.why).toBe(
      'Its bath is Control, that of recording 4 Drug: dofetilide 10 nM.',
    );
  });
});
