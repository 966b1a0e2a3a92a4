import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CELL_KINDS } from '../../core/trace/cell-kind.ts';
import { findProtocol, importCsv, importIpscFolder, SessionFolder } from '../../main/store/index.ts';
import { putInPlace } from '../../node/files/index.ts';
import { PROTOCOLS_DIR, sessionsDir } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

/** Protocol of the step families of the imported cells. */
const STEP_PROTOCOL = 'ipsc-steps';

export const sessionImport: Verb = {
  words: ['session', 'import'],
  summary: 'Make a session from the folder of a recorded cell, or from one recording CSV.',
  options: {
    folder: { value: 'DIR', help: 'Folder of one iPSC cell: metadata.csv, Compensation_rspre_80.csv, Pre-drug_spont.csv.' },
    csv: { value: 'FILE', help: 'One voltage-clamp recording instead; needs --protocol.' },
    protocol: { value: 'ID|FILE', help: 'Protocol of the CSV.' },
    'cell-name': { value: 'TEXT', help: 'Name of the cell of a CSV. Default: its file.' },
    'cm-pf': { value: 'N', help: 'Membrane capacitance of the cell of a CSV, pF.' },
    cell: { value: CELL_KINDS.join('|'), help: 'What the cell of a CSV is. Default: as the file says; without a word a living one.' },
    session: { value: 'FILE', help: 'Session file to make.' },
    sessions: { value: 'DIR', help: 'Folder of sessions to make it in. Default: where sessions are kept.' },
  },
  async run(args) {
    args.oneOf('folder', 'csv');
    args.exclusive('session', 'sessions');
    const target = args.text('session');
    if (target !== undefined && existsSync(target))
      throw new Error(`"${target}" exists already; a session is never overwritten. Choose another name.`);
    const sessions = new SessionFolder(target === undefined ? (args.text('sessions') ?? sessionsDir()) : dirname(resolve(target)));
    const folder = args.text('folder');
    if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory()))
      throw new Error(`"${folder}" is not a folder. Expected the folder of one cell.`);
    const cell = folder === undefined ? fromCsv() : importIpscFolder(folder, sessions, findProtocol(PROTOCOLS_DIR, STEP_PROTOCOL));
    const session = sessions.openReader(cell.sessionKey);
    const { path } = session;
    const recordings = session.listRecordings().map(({ recordingId, kind, samples }) => ({ recordingId, kind, samples }));
    const sessionId = session.id;
    session.close();
    if (target !== undefined) putInPlace(path, target);
    const file = target ?? path;
    return {
      json: { session: file, sessionId, cellName: cell.cellName, recordings, notes: cell.notes },
      lines: [`${cell.cellName}: ${recordings.length} recording(s) in ${file}.`, ...cell.notes],
    };

    function fromCsv() {
      const protocolId = args.text('protocol');
      if (protocolId === undefined) throw new UsageError('Missing: --protocol ID|FILE, the protocol of the CSV.');
      const csv = args.need('csv');
      if (!existsSync(csv)) throw new Error(`Recording: expected a file, "${csv}" does not exist. Check the path.`);
      const name = args.text('cell-name') ?? csv.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
      return importCsv(csv, findProtocol(PROTOCOLS_DIR, protocolId), name, sessions, {
        capacitancePf: args.number('cm-pf', { above: 0 }),
        cell: args.choice('cell', CELL_KINDS),
      });
    }
  },
};
