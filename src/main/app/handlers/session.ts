import { exportRecordingCsv, importCsv, importIpscFolder, type ImportedCell } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askForFile, askForFolder, askWhereToSave } from '../ask-path.ts';
import type { Services } from '../services.ts';
import { withSession } from '../with-session.ts';

/** Protocol of the step families of the imported cells. */
const STEP_PROTOCOL = 'ipsc-steps';

export function sessionHandlers(services: Services): HandlersOf<'session'> {
  const { sessions, protocols, window, send, traces, pathTokens } = services;
  const imported = (cell: ImportedCell) => {
    send('session:changed', { sessionKey: cell.sessionKey });
    return { ...cell, notes: [...cell.notes] };
  };
  return {
    'session:list': () => sessions.list(),
    'session:open': ({ sessionKey }) => withSession(sessions, sessionKey, (session) => session.detail()),
    'session:importFolder': async ({ token }) => {
      const path = token === undefined ? await askForFolder(window(), 'Import the folder of a cell') : pathTokens.use(token, 'folder');
      return path === null ? null : imported(importIpscFolder(path, sessions, protocols.find(STEP_PROTOCOL)));
    },
    'session:importCsv': async ({ token, protocolId, cellName }) => {
      const path = token === undefined ? await askForFile(window(), 'Import a recording', 'csv') : pathTokens.use(token, 'csv');
      return path === null ? null : imported(importCsv(path, protocols.find(protocolId), cellName, sessions));
    },
    'session:trace': (request) => traces.envelope(request),
    'session:exportRecording': ({ sessionKey, recordingId }) =>
      withSession(sessions, sessionKey, async (session) => {
        const name = `${session.summary().cellName} recording ${recordingId}`;
        const target = await askWhereToSave(window(), name, 'csv');
        if (target !== null) exportRecordingCsv(session, recordingId, target);
        return target;
      }),
  };
}
