import { exportRecordingCsv, importCsv, importIpscFolder, type ImportedCell } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askForFile, askForFolder, askWhereToSave, checkedExportPath } from '../ask-path.ts';
import type { Services } from '../services.ts';
import { withSession } from '../with-session.ts';

/** Protocol of the step families of the imported cells. */
const STEP_PROTOCOL = 'ipsc-steps';

export function sessionHandlers(services: Services): HandlersOf<'session'> {
  const { sessions, protocols, window, send, traces } = services;
  const imported = (cell: ImportedCell) => {
    send('session:changed', { sessionKey: cell.sessionKey });
    return { ...cell, notes: [...cell.notes] };
  };
  return {
    'session:list': () => sessions.list(),
    'session:open': ({ sessionKey }) => withSession(sessions, sessionKey, (session) => session.detail()),
    'session:importFolder': async ({ folder }) => {
      const path = folder ?? (await askForFolder(window(), 'Import the folder of a cell'));
      return path === null ? null : imported(importIpscFolder(path, sessions, protocols.find(STEP_PROTOCOL)));
    },
    'session:importCsv': async ({ file, protocolId, cellName }) => {
      const path = file ?? (await askForFile(window(), 'Import a recording', 'csv'));
      return path === null ? null : imported(importCsv(path, protocols.find(protocolId), cellName, sessions));
    },
    'session:trace': (request) => traces.envelope(request),
    'session:exportRecording': ({ sessionKey, recordingId, path }) =>
      withSession(sessions, sessionKey, async (session) => {
        const name = `${session.summary().cellName} recording ${recordingId}`;
        const target = path === undefined ? await askWhereToSave(window(), name, 'csv') : checkedExportPath(path, 'csv');
        if (target !== null) exportRecordingCsv(session, recordingId, target);
        return target;
      }),
  };
}
