import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { cellKindOf } from '../../src/core/trace/cell-kind.ts';
import { checkSessionSteps, importCsv, runSteps, sealRecording, SessionFolder } from '../../src/main/store/index.ts';
import { ThreadedRecorder } from '../../src/main/recorder/index.ts';
import { TEN_BEATS, train } from '../../src/core/beat/potentials.testing.ts';
import { answerOf, failureOf } from './cli-process.ts';
import { RECORDER_THREAD } from '../../src/cli/paths.ts';
import { newRecording, recordingMeta, twin } from './fixtures/store-samples.ts';

const protocol: Protocol = {
  id: 'flat',
  name: 'Flat',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: -80, durationMs: 100 }],
};
let scratch: string;
let sessions: SessionFolder;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'corrections-'));
  sessions = new SessionFolder(join(scratch, 'sessions'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('keeps what a file lost as gaps, and corrections with their history', () => {
  const file = join(scratch, 'lost.csv');
  const lines = Array.from({ length: 1001 }, (_, k) => `${k / 10_000},-0.08,${k >= 300 && k < 340 ? '' : 0.1 + k / 1e5}`);
  writeFileSync(file, `Time (s),Voltage (V),Current (pA/pF)\n${lines.join('\n')}\n`);
  const { sessionKey } = importCsv(file, protocol, 'cell', sessions, { capacitancePf: 40 });
  const reader = sessions.openReader(sessionKey);
  const before = reader.toVoltageClampRecording(1);
  expect(reader.listRecordings()[0]).toMatchObject({ samples: 1001, lostSamples: 40, status: 'complete', corrections: [] });
  reader.close();
  expect(before.currentPaPf.filter(Number.isNaN).length).toBe(40);
  expect(before.commandMv.every((mv) => Math.abs(mv + 80) < 1e-3)).toBe(true);
  expect(cellKindOf(before)).toBe('living');

  const session = sessions.open(sessionKey);
  session.correct(1, { madeAt: '2026-01-01T00:00:00.000Z', changes: { temperatureC: 22, excludedMs: [[10, 20]] } });
  session.correct(1, { madeAt: '2026-01-02T00:00:00.000Z', changes: { temperatureC: 24, cell: 'simulated' } });
  expect(() => session.correct(1, { madeAt: '', changes: { temperatureC: 90 } })).toThrow(/0 to 50/);
  const twinId = session.addTwin(1, { ...twin, cell: 'living', createdAt: '2026-01-02T12:00:00.000Z' });
  expect(session.listTwins()[0]?.alarmList).toEqual(['noisy']);
  session.correct(1, { madeAt: '2026-01-03T00:00:00.000Z', changes: { bathPotassiumMm: 3, bathSodiumMm: 120 } });
  const alarm = /^Its recording was corrected after this twin was made \(potassium outside 3 mM; sodium outside 120 mM\): infer it again/;
  expect(session.listTwins()[0]).toMatchObject({ alarms: 2, alarmList: [expect.stringMatching(alarm), 'noisy'] });
  expect(session.knownTwin(twinId).twin.alarms[0]).toMatch(alarm);
  // What is stored stays as it was made.
  expect(session.getTwin(twinId).twin.alarms).toEqual(['noisy']);
  session.close();
  const again = sessions.openReader(sessionKey);
  const after = again.toVoltageClampRecording(1);
  expect(after.conditions).toMatchObject({ temperatureC: 24, bathPotassiumMm: 3, bathSodiumMm: 120 });
  expect(after.excludedMs).toEqual([[10, 20]]);
  expect(cellKindOf(after)).toBe('simulated');
  expect(again.listRecordings()[0]?.corrections.map(({ words }) => words)).toEqual([
    'bath temperature 22 °C; excluded 10 to 20 ms',
    'bath temperature 24 °C; cell: simulated',
    'potassium outside 3 mM; sodium outside 120 mM',
  ]);
  // A changed byte is damage, not another condition.
  again.close();
  const owner = sessions.open(sessionKey);
  owner.connection.prepare('UPDATE correction SET json = \'{"temperatureC":37}\' WHERE id = 2').run();
  owner.close();
  const broken = sessions.openReader(sessionKey);
  expect(() => broken.toVoltageClampRecording(1)).toThrow(/correction of recording 1 is damaged/);
  broken.close();
});

/** Ten beats at 1 Hz, each 8 ms after a stimulus of 150 mV. */
const stimulated = Float32Array.from(
  train(10_000, 2000),
  (mv, i) => mv + (TEN_BEATS.some((start) => i / 2 >= start - 8 && i / 2 < start - 6) ? 150 : 0),
);

it('marks a recorded potential with stimuli as paced when it ends, once, until its operator says otherwise', () => {
  const session = sessions.create({ cellName: 'paced' });
  const device = { name: 'Bench rig', firmware: '', serial: '', port: '', simulated: false };
  const kind = 'spontaneous';
  const form = { kind, protocolRequested: null, protocolRealised: null, device, sampleRateHz: 2000 } as const;
  const id = session.beginRecording(newRecording({ ...form, expectedSamples: stimulated.length }));
  session.appendChunk(id, 0, stimulated, new Float32Array(stimulated.length));
  session.endRecording(id, 'complete');
  const listed = () => {
    const reader = sessions.openReader(session.key);
    const [first] = reader.listRecordings();
    reader.close();
    return first;
  };
  expect(sealRecording(session.path, id)).toMatchObject({ intact: true });
  expect(sealRecording(session.path, id)).toMatchObject({ intact: true });
  expect(listed()).toMatchObject({
    paced: true,
    beat: null,
    corrections: [{ words: 'paced: stimuli every 1000 ms were found' }],
  });
  expect(listed()?.stimulusMs).toBeCloseTo(1000, 3);
  session.correct(id, { madeAt: '2026-01-02T00:00:00.000Z', changes: { paced: false } });
  sealRecording(session.path, id);
  expect(listed()).toMatchObject({ paced: false, stimulusMs: null, beat: { outcome: 'beating' } });
  session.close();
  expect(runSteps(checkSessionSteps(session.path))).toMatchObject({ intact: true, damage: [] });
});

it('says so when a rig has recorded it', async () => {
  const notices: string[] = [];
  const recorder = new ThreadedRecorder({
    thread: RECORDER_THREAD,
    start: { rescueFolders: [] },
    onNotice: (_level, message) => notices.push(message),
    onMoved: () => undefined,
    onStored: () => undefined,
  });
  const { key } = await recorder.open({ kind: 'new', folder: join(scratch, 'sessions'), cellName: 'at the rig' });
  const form = { kind: 'spontaneous', requestedProtocol: null, protocol: null, sampleRateHz: 2000 } as const;
  await recorder.begin(recordingMeta(key, { ...form, totalSamples: stimulated.length, holdFastForwarded: false }));
  recorder.block({ firstSample: 0, voltageMv: stimulated, currentPa: new Float32Array(stimulated.length) });
  expect(await recorder.end('complete')).toBe('complete');
  await recorder.close();
  expect(notices).toEqual([expect.stringMatching(/^Recording 1: Stimuli every 1000 ms were found.*Conditions ….*--paced no/)]);
});

it('marks an imported potential with stimuli as paced, and says so', async () => {
  const file = join(scratch, 'paced.csv');
  writeFileSync(file, `Time (s),Voltage (mV)\n${Array.from(stimulated, (mv, k) => `${k / 2000},${mv}`).join('\n')}\n`);
  const session = join(scratch, 'paced.twinclamp');
  const { cells } = (await answerOf(['import', file, '--session', session])) as { cells: { recordings: { remarks: string[] }[] }[] };
  expect(cells[0]?.recordings[0]?.remarks.join(' ')).toMatch(/Stimuli every 1000 ms were found.*Conditions ….*--paced no/);
  const { recordingList } = (await answerOf(['session', 'list', '--session', session])) as { recordingList: unknown[] };
  expect(recordingList[0]).toMatchObject({ paced: true, beat: null, corrections: [{ words: 'paced: stimuli every 1000 ms were found' }] });
  await answerOf(['session', 'correct', session, '--recording-id', '1', '--paced', 'no']);
  const again = (await answerOf(['session', 'list', '--session', session])) as { recordingList: unknown[] };
  expect(again.recordingList[0]).toMatchObject({
    paced: false,
    beat: { outcome: 'beating', cycleLengthMs: expect.closeTo(1000, 0) as number },
  });
}, 30_000);

it('leaves out the slow currents that the command does not explain, and says where there are none', async () => {
  const level: Protocol = { ...protocol, id: 'level', segments: [{ kind: 'step', voltageMv: 20, durationMs: 1000 }] };
  const sessionOf = (name: string, peak: number): string => {
    const file = join(scratch, `${name}.csv`);
    const at = (k: number): number => 2 + (k > 4000 && k < 7000 ? (peak / 2) * (1 - Math.cos((2 * Math.PI * (k - 4000)) / 3000)) : 0);
    const rows = Array.from({ length: 10_001 }, (_, k) => `${k / 10_000},${k === 0 ? -0.08 : 0.02},${at(k) + ((k * 7919) % 13) / 100}`);
    writeFileSync(file, `Time (s),Voltage (V),Current (pA/pF)\n${rows.join('\n')}\n`);
    return join(scratch, 'sessions', importCsv(file, level, name, sessions, { capacitancePf: 40 }).sessionKey);
  };
  const corrected = (await answerOf(['session', 'correct', sessionOf('wavy', 1), '--exclude-ms', 'waves'])) as { excludedMs: number[][] };
  const [[from = NaN, to = NaN] = []] = corrected.excludedMs;
  expect(Math.abs(from - 400) + Math.abs(to - 700)).toBeLessThan(60);
  const { message } = await failureOf(['session', 'correct', sessionOf('calm', 0), '--exclude-ms', 'waves']);
  expect(message).toMatch(/No slow current was found/);
}, 30_000);
