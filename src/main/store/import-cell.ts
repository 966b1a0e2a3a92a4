import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { membraneTestBefore, normalisingCapacitancePf, parseIpscSheet, type IpscSheet } from '../../core/formats/ipsc-metadata.ts';
import { assertPlaysProtocol, parseRecordingCsv } from '../../core/formats/recording-csv.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { storeImported } from './import-recording.ts';
import type { SessionFile } from './session-file.ts';
import type { SessionFolder } from './session-folder.ts';
import { StorageError, guarded } from './storage-error.ts';

export interface ImportedCell {
  readonly sessionKey: string;
  readonly cellName: string;
  readonly notes: readonly string[];
}

/** The step family with 80 % prediction, the best clamp of each cell, and the beats before vehicle. */
const STEPS_FILE = 'Compensation_rspre_80.csv';
const SPONTANEOUS_FILE = 'Pre-drug_spont.csv';

/**
 * Imports one cell of the iPSC-CM data set: its folder holds metadata.csv, Compensation_rspre_80.csv (played with the
 * protocol 'ipsc-steps') and Pre-drug_spont.csv. Nothing is left behind when a file is missing or wrong.
 */
export function importIpscFolder(folder: string, sessions: SessionFolder, stepProtocol: Protocol): ImportedCell {
  const read = (name: string): string => {
    const file = join(folder, name);
    if (!existsSync(file)) {
      throw new StorageError('not-found', `${folder}: ${name} is missing. Expected the folder of one cell with metadata.csv, ${STEPS_FILE} and ${SPONTANEOUS_FILE}.`);
    }
    return guarded('Importing a cell', file, () => readFileSync(file, 'utf8'));
  };
  const cellName = basename(resolve(folder));
  const sheet = parseIpscSheet(read('metadata.csv'), `${cellName}/metadata.csv`);
  const steps = parseRecordingCsv(read(STEPS_FILE), `${cellName}/${STEPS_FILE}`);
  assertPlaysProtocol(steps, stepProtocol, `${cellName}/${STEPS_FILE}`);
  const spontaneous = parseRecordingCsv(read(SPONTANEOUS_FILE), `${cellName}/${SPONTANEOUS_FILE}`);

  const capacitancePf = normalisingCapacitancePf(sheet);
  const atSteps = conditionsAt(sheet, 'Compensation/rspre_80');
  const atSpontaneous = conditionsAt(sheet, 'Pre-drug/spont');
  const notes = [
    `Currents came in pA/pF and are stored in pA times ${capacitancePf.toFixed(2)} pF, the mean of the sheet's capacitances, by which the authors divided.`,
    `The membrane test nearest before the steps (trial ${atSteps.trial}) read ${atSteps.capacitancePf ?? 'no'} pF.`,
    'Temperature, liquid junction potential, patch configuration and series resistance correction are not stated.',
    'The steps are 50 ms long: they hold little about IKr, IKs and If.',
  ];
  return inNewSession(sessions, { cellName, notes }, (session) => {
    storeImported(session, {
      kind: 'voltage-clamp',
      csv: steps,
      protocol: stepProtocol,
      conditions: { ...atSteps.conditions, membraneCapacitancePf: capacitancePf, predictionPercent: 80 },
      capacitancePf,
      fileName: STEPS_FILE,
      remarks: notes,
    });
    storeImported(session, {
      kind: 'spontaneous',
      csv: spontaneous,
      protocol: null,
      conditions: { ...atSpontaneous.conditions, membraneCapacitancePf: capacitancePf },
      capacitancePf,
      fileName: SPONTANEOUS_FILE,
      remarks: notes.slice(0, 1),
    });
  });
}

/** Imports a recording CSV as one session; without a capacitance the current densities are stored as of a cell of 1 pF. */
export function importCsv(
  file: string,
  protocol: Protocol,
  cellName: string,
  sessions: SessionFolder,
  capacitancePf?: number,
): ImportedCell {
  const fileName = basename(file);
  const csv = parseRecordingCsv(guarded('Importing a recording', file, () => readFileSync(file, 'utf8')), fileName);
  assertPlaysProtocol(csv, protocol, fileName);
  const temperatureC = csv.marks?.temperatureC;
  const notes = [
    capacitancePf === undefined
      ? 'The file gives pA/pF and no capacitance: currents are stored as of a cell of 1 pF, so their pA are pA/pF.'
      : `Currents came in pA/pF and are stored in pA times the given ${capacitancePf} pF.`,
    temperatureC === undefined ? 'Series resistance, leak and temperature are not stated by the file.' : 'Series resistance and leak are not stated by the file.',
    ...(csv.marks?.simulated === true ? ['The file says that the cell was simulated: the session is marked so.'] : []),
  ];
  return inNewSession(sessions, { cellName, notes }, (session) => {
    const stored = capacitancePf ?? 1;
    storeImported(session, {
      kind: 'voltage-clamp',
      csv,
      protocol,
      conditions: { membraneCapacitancePf: stored, ...(temperatureC === undefined ? {} : { temperatureC }) },
      capacitancePf: stored,
      fileName,
      remarks: notes,
    });
  });
}

function conditionsAt(sheet: IpscSheet, recording: string) {
  const test = membraneTestBefore(sheet, sheet.trials.get(recording));
  const conditions: RecordingConditions = {
    ...(test.seriesResistanceMohm === null ? {} : { seriesResistanceMohm: test.seriesResistanceMohm }),
    ...(test.membraneResistanceMohm === null ? {} : { membraneResistanceMohm: test.membraneResistanceMohm }),
  };
  return { trial: test.trial, capacitancePf: test.capacitancePf, conditions };
}

function inNewSession(
  sessions: SessionFolder,
  { cellName, notes }: { cellName: string; notes: readonly string[] },
  fill: (session: SessionFile) => void,
): ImportedCell {
  const session = sessions.create({ cellName, notes: notes.join('\n') });
  try {
    fill(session);
  } catch (error) {
    session.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(session.path + suffix, { force: true });
    throw error;
  }
  session.close();
  return { sessionKey: session.key, cellName, notes };
}
