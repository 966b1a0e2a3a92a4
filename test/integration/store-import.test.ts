import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseRecordingCsv, recordingCsvLines } from '../../src/core/formats/recording-csv.ts';
import { sampleCommand } from '../../src/core/protocol/protocol.ts';
import { exportRecording, findProtocol, importCsv, importIpscFolder, SessionFolder } from '../../src/main/store/index.ts';
import { newRecording, protocol } from './fixtures/store-samples.ts';

const root = join(import.meta.dirname, '../..');
const cells = join(root, '../shared/data/ipsc-cm');
const haveCells = existsSync(cells);
const steps = findProtocol(join(root, 'resources/protocols'), 'ipsc-steps');
const scratch = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('importing a recording CSV', () => {
  const sessions = new SessionFolder(join(scratch, 'csv'));
  const command = sampleCommand(protocol, 1000);
  const file = join(scratch, 'own.csv');
  writeFileSync(
    file,
    [
      ...recordingCsvLines({
        sampleRateHz: 1000,
        voltageMv: Float32Array.from(command),
        currentPaPf: Float32Array.from(command, (_, i) => i / 4),
      }),
    ].join(''),
  );

  it('makes a session of it, in pA of the given capacitance', () => {
    const { sessionKey, notes } = importCsv(file, protocol, 'own cell', sessions, { capacitancePf: 40 });
    expect(notes[0]).toMatch(/given 40 pF/);
    const session = sessions.open(sessionKey);
    expect(session.readSamples(1).currentPa[8]).toBe(80);
    expect(session.toVoltageClampRecording(1).currentPaPf[8]).toBe(2);
    session.close();
  });

  it('makes a simulated session of the export of one, with its temperature, and states that', () => {
    const first = sessions.create({ cellName: 'simulated' });
    const recordingId = first.beginRecording(newRecording({ conditions: { membraneCapacitancePf: 50, temperatureC: 36.5 } }));
    first.appendChunk(recordingId, 0, Float32Array.from(command), new Float32Array(command.length));
    first.endRecording(recordingId, 'complete');
    const csv = join(scratch, 'simulated.csv');
    exportRecording(first, recordingId, csv);
    first.close();
    const { sessionKey, notes } = importCsv(csv, protocol, 'again', sessions);
    const again = sessions.open(sessionKey);
    expect(again.detail()).toMatchObject({ simulated: true, recordingList: [{ simulated: true, conditions: { temperatureC: 36.5 } }] });
    expect(again.toVoltageClampRecording(1).simulated).toBe(true);
    again.close();
    expect(notes.join(' ')).toMatch(/says that the cell was simulated/);
    expect(notes.join(' ')).not.toMatch(/temperature are not stated/);
    const own = importCsv(file, protocol, 'own cell', sessions);
    const real = sessions.open(own.sessionKey);
    expect(real.toVoltageClampRecording(1)).toMatchObject({ simulated: false });
    expect(real.toVoltageClampRecording(1).conditions.temperatureC).toBeUndefined();
    real.close();
    expect(own.notes.join(' ')).toMatch(/temperature are not stated/);
  });

  it('leaves nothing behind when the file does not fit the protocol', () => {
    const before = readdirSync(sessions.path);
    expect(() => importCsv(file, steps, 'own cell', sessions)).toThrow(/has 1000 samples; protocol "ipsc-steps" lasts 5501 samples/);
    expect(() => importCsv(join(scratch, 'nowhere.csv'), protocol, 'x', sessions)).toThrow(/could not be read/);
    expect(readdirSync(sessions.path)).toEqual(before);
  });
});

describe.skipIf(!haveCells)('importing the real cells (skipped: ../shared is absent)', () => {
  const sessions = new SessionFolder(join(scratch, 'cells'));

  it.each([
    ['021921_1', 60.55, 25, 'beating'],
    ['031221_1', 26.1667, 35, 'quiescent'],
  ])('%s becomes a session with steps and its own beats', (cell, capacitancePf, seriesResistanceMohm, outcome) => {
    const { sessionKey, cellName } = importIpscFolder(join(cells, cell), sessions, steps);
    expect(cellName).toBe(cell);
    const session = sessions.open(sessionKey);
    const { simulated, recordingList } = session.detail();
    expect(simulated).toBe(false);
    expect(recordingList).toMatchObject([
      {
        kind: 'voltage-clamp',
        samples: 55_000,
        sampleRateHz: 10_000,
        status: 'complete',
        conditions: { seriesResistanceMohm, predictionPercent: 80 },
      },
      { kind: 'spontaneous', samples: 100_000, beat: { outcome } },
    ]);
    const original = parseRecordingCsv(readFileSync(join(cells, cell, 'Compensation_rspre_80.csv'), 'utf8'));
    const recording = session.toVoltageClampRecording(1);
    // The order of recording of the files is unknown.
    expect(recording.conditions.freeAfterProtocol).toBe(false);
    expect(recording.conditions.membraneCapacitancePf).toBeCloseTo(capacitancePf, 3);
    expect(recording.protocol.id).toBe('ipsc-steps');
    original.currentPaPf.forEach((density, i) => {
      if (Math.abs((recording.currentPaPf[i] as number) - density) > 1e-5 * Math.abs(density)) throw new Error(`sample ${i} changed`);
    });
    const exported = join(scratch, `${cell}.csv`);
    exportRecording(session, 2, exported);
    expect(parseRecordingCsv(readFileSync(exported, 'utf8')).voltageMv).toHaveLength(100_000);
    session.close();
  });

  it("shows one converter step of 0.6104 pA in both cells once the authors' mean capacitance is undone", () => {
    for (const entry of sessions.list()) {
      const session = sessions.open(entry.sessionKey);
      const { currentPa } = session.readSamples(1);
      const differences = currentPa.slice(1).map((pa, i) => Math.abs(pa - (currentPa[i] as number)));
      const smallest = differences.filter((pa) => pa > 0.1).sort()[0] as number;
      expect(smallest).toBeCloseTo(0.6104, 3);
      session.close();
    }
  });

  it('reports which file is missing or wrong and leaves nothing behind', () => {
    const folder = join(scratch, 'broken');
    cpSync(join(cells, '031221_1'), folder, { recursive: true });
    const before = readdirSync(sessions.path);
    rmSync(join(folder, 'Pre-drug_spont.csv'));
    expect(() => importIpscFolder(folder, sessions, steps)).toThrow(/Pre-drug_spont\.csv is missing/);
    const text = readFileSync(join(folder, 'Compensation_rspre_80.csv'), 'utf8');
    writeFileSync(join(folder, 'Compensation_rspre_80.csv'), text.slice(0, 1_000_000));
    writeFileSync(join(folder, 'Pre-drug_spont.csv'), text);
    expect(() => importIpscFolder(folder, sessions, steps)).toThrow(/broken\/Compensation_rspre_80\.csv/);
    expect(readdirSync(sessions.path)).toEqual(before);
  });
});
