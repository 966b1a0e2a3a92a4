import { RECORDING_FORMATS, recordingExporter } from '../../../core/formats/export/registry.ts';
import { Packed } from '../../../shared/contract/packed.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import type { ImportedSession } from '../../../shared/store/messages.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askForFile, askForFolder, askWhereToSave } from '../ask-path.ts';
import type { Services } from '../services.ts';

/** Protocol of the step families of the imported cells. */
const STEP_PROTOCOL = 'ipsc-steps';

export function sessionHandlers(services: Services): HandlersOf<'session'> {
  const { store, protocols, window, send, pathTokens } = services;
  const imported = (cell: ImportedSession) => {
    send('session:changed', { sessionKey: cell.sessionKey });
    return { ...cell, notes: [...cell.notes] };
  };
  return {
    'session:list': async () => new Packed<SessionSummary[]>(await store.request('packedList', {})),
    'session:open': ({ sessionKey }) => store.request('detail', { sessionKey }),
    'session:importFolder': async ({ token }) => {
      const path = token === undefined ? await askForFolder(window(), 'Import the folder of a cell') : pathTokens.use(token, 'folder');
      return path === null
        ? null
        : imported(await store.request('importFolder', { folder: path, protocol: protocols.find(STEP_PROTOCOL) }));
    },
    'session:importCsv': async ({ token, protocolId, cellName }) => {
      const path =
        token === undefined
          ? await askForFile(window(), 'Import a recording', { title: 'CSV', extension: 'csv' })
          : pathTokens.use(token, 'csv');
      return path === null
        ? null
        : imported(await store.request('importCsv', { file: path, protocol: protocols.find(protocolId), cellName }));
    },
    'session:trace': ({ fromMs, toMs, ...wish }) => store.request('trace', { ...wish, fromMs: fromMs ?? null, toMs: toMs ?? null }),
    'session:exportRecording': async ({ sessionKey, recordingId, format = RECORDING_FORMATS[0] }) => {
      const { cellName } = await store.request('detail', { sessionKey });
      const target = await askWhereToSave(window(), `${cellName} recording ${recordingId}`, recordingExporter(format));
      if (target !== null) await store.request('exportRecording', { sessionKey, recordingId, format, path: target });
      return target;
    },
  };
}
