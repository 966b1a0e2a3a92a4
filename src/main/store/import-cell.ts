import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { membraneTestBefore, normalisingCapacitancePf, parseIpscSheet, type IpscSheet } from '../../core/formats/ipsc-metadata.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { CellKind } from '../../core/trace/cell-kind.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { peekMarks } from './csv-file.ts';
import { storeImported, type ImportedRecording } from './import-recording.ts';
import type { SessionFolder } from './session-folder.ts';
import { runSteps, type Steps } from './steps.ts';
import { StorageError, guarded } from './storage-error.ts';

export interface ImportedCell {
  readonly sessionKey: string;
  readonly cellName: string;
  readonly notes: readonly string[];
}

/** The step family with 80 % prediction, which is the best clamp of each cell, and the beats before vehicle. */
const STEPS_FILE = 'Compensation_rspre_80.csv';
const SPONTANEOUS_FILE = 'Pre-drug_spont.csv';
/** What a folder of such a cell holds. */
export const IPSC_FILES = ['metadata.csv', STEPS_FILE, SPONTANEOUS_FILE] as const;
/** The sheet of a cell is some kilobytes. */
const LARGEST_SHEET = 10_000_000;

/**
 * Imports one cell of the iPSC-CM data set: its folder holds metadata.csv, Compensation_rspre_80.csv (played with the
 * protocol 'ipsc-steps') and Pre-drug_spont.csv. Nothing is left behind when a file is missing or wrong.
 */
export function importIpscFolder(folder: string, sessions: SessionFolder, stepProtocol: Protocol): ImportedCell {
  return runSteps(importIpscFolderSteps(folder, sessions, stepProtocol));
}

export function* importIpscFolderSteps(folder: string, sessions: SessionFolder, stepProtocol: Protocol): Steps<ImportedCell> {
  for (const name of IPSC_FILES) {
    if (!existsSync(join(folder, name))) {
      throw new StorageError(
        'not-found',
        `${folder}: ${name} is missing. Expected the folder of one cell with metadata.csv, ${STEPS_FILE} and ${SPONTANEOUS_FILE}.`,
      );
    }
  }
  const cellName = basename(resolve(folder));
  const sheet = parseIpscSheet(readSheet(join(folder, 'metadata.csv')), `${cellName}/metadata.csv`);
  const capacitancePf = normalisingCapacitancePf(sheet);
  const atSteps = conditionsAt(sheet, 'Compensation/rspre_80');
  const atSpontaneous = conditionsAt(sheet, 'Pre-drug/spont');
  const notes = [
    `Currents came in pA/pF and are stored in pA times ${capacitancePf.toFixed(2)} pF, the mean of the sheet's capacitances, by ` +
      `which the authors divided.`,
    `The membrane test nearest before the steps (trial ${atSteps.trial}) read ${atSteps.capacitancePf ?? 'no'} pF.`,
    'Temperature, liquid junction potential, patch configuration and series resistance correction are not stated.',
    'The steps are 50 ms long: they hold little about IKr, IKs and If.',
  ];
  return yield* inNewSession(sessions, { cellName, notes }, [
    {
      kind: 'voltage-clamp',
      file: join(folder, STEPS_FILE),
      origin: `${cellName}/${STEPS_FILE}`,
      protocol: stepProtocol,
      conditions: { ...atSteps.conditions, membraneCapacitancePf: capacitancePf, predictionPercent: 80 },
      capacitancePf,
      fileName: STEPS_FILE,
      remarks: notes,
    },
    {
      kind: 'spontaneous',
      file: join(folder, SPONTANEOUS_FILE),
      origin: `${cellName}/${SPONTANEOUS_FILE}`,
      protocol: null,
      conditions: { ...atSpontaneous.conditions, membraneCapacitancePf: capacitancePf },
      capacitancePf,
      fileName: SPONTANEOUS_FILE,
      remarks: notes.slice(0, 1),
    },
  ]);
}

/** What the operator states of a CSV; absent: not stated. */
export interface StatedOfCsv {
  readonly capacitancePf?: number | undefined;
  readonly cell?: CellKind | undefined;
}

/** Imports a recording CSV as one session; without a capacitance the current densities are stored as for a cell of 1 pF. */
export function importCsv(
  file: string,
  protocol: Protocol,
  cellName: string,
  sessions: SessionFolder,
  stated: StatedOfCsv = {},
): ImportedCell {
  return runSteps(importCsvSteps(file, protocol, cellName, sessions, stated));
}

export function* importCsvSteps(
  file: string,
  protocol: Protocol,
  cellName: string,
  sessions: SessionFolder,
  { capacitancePf, cell }: StatedOfCsv = {},
): Steps<ImportedCell> {
  const fileName = basename(file);
  const { simulated, temperatureC } = peekMarks(file, fileName);
  const notes = [
    capacitancePf === undefined
      ? 'The file gives pA/pF and no capacitance: currents are stored as for a cell of 1 pF, so their pA are pA/pF.'
      : `Currents came in pA/pF and are stored in pA times the given ${capacitancePf} pF.`,
    temperatureC === undefined
      ? 'Series resistance, leak and temperature are not stated by the file.'
      : 'Series resistance and leak are not stated by the file.',
    ...(simulated === true ? ['The file says that the cell was simulated: the session is marked so.'] : []),
    ...(simulated !== true && cell === 'simulated' ? ['The cell was stated to be a simulated one: the session is marked so.'] : []),
  ];
  const stored = capacitancePf ?? 1;
  return yield* inNewSession(sessions, { cellName, notes }, [
    {
      kind: 'voltage-clamp',
      file,
      origin: fileName,
      protocol,
      conditions: { membraneCapacitancePf: stored, ...(temperatureC === undefined ? {} : { temperatureC }) },
      capacitancePf: stored,
      fileName,
      remarks: notes,
      simulated: cell === 'simulated',
    },
  ]);
}

function readSheet(file: string): string {
  return guarded('Importing a cell', file, () => {
    if (!statSync(file).isFile() || statSync(file).size > LARGEST_SHEET)
      throw new StorageError('refused', `${file} is no sheet of a cell: expected a text file of less than ${LARGEST_SHEET} bytes.`);
    return readFileSync(file, 'utf8');
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

/** Fills a session under a temporary name, so that it is not visible before it is complete, and puts it into the folder. */
function* inNewSession(
  sessions: SessionFolder,
  { cellName, notes }: { cellName: string; notes: readonly string[] },
  recordings: readonly ImportedRecording[],
): Steps<ImportedCell> {
  const aside = sessions.createAside({ cellName, notes: notes.join('\n') });
  let whole = false;
  try {
    for (const [i, recording] of recordings.entries()) {
      const store = storeImported(aside.session, recording);
      for (let step = store.next(); step.done !== true; step = store.next()) yield (i + step.value) / recordings.length;
    }
    const sessionKey = aside.commit();
    whole = true;
    return { sessionKey, cellName, notes };
  } finally {
    // Also when the caller ends the steps early.
    if (!whole) aside.discard();
  }
}
