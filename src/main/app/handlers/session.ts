import { RECORDING_FORMATS, recordingExporter } from '../../../core/formats/export/registry.ts';
import { assertCorrection, type CorrectedFields } from '../../../core/trace/correction.ts';
import { Packed } from '../../../shared/contract/packed.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import { NEWEST_LAYOUT } from '../../store/index.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { HandlersOf, ParsedRequest } from '../../ipc/handlers.ts';
import { askForFolder, askWhereToSave } from '../ask-path.ts';
import type { Services } from '../services.ts';
import { importHandlers } from './session-import.ts';

/** @throws RequestError that names the condition, what was expected and what came */
function checkedCorrection(changes: ParsedRequest<'session:correct'>['changes']): CorrectedFields {
  try {
    return assertCorrection(changes as CorrectedFields);
  } catch (error) {
    throw new RequestError('bad-request', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

export function sessionHandlers(services: Services): HandlersOf<'session'> {
  const { store, window, send, fileWork } = services;
  return {
    'session:list': async () => new Packed<SessionSummary[]>(await store.request('packedList', {})),
    'session:open': ({ sessionKey }) => store.request('detail', { sessionKey }),
    ...importHandlers(services),
    'session:copyIn': ({ sessionKey }) => store.request('copyIn', { sessionKey }),
    'session:check': async ({ sessionKey }) => {
      const { intact, layout, damage, recordings } = await store.request('check', { sessionKey });
      return {
        intact,
        layout,
        newest: layout === NEWEST_LAYOUT,
        damage: [...damage, ...recordings.flatMap((recording) => recording.damage)].slice(0, 200),
      };
    },
    'session:migrate': async ({ sessionKey }) => {
      const { from, to } = await store.request('migrate', { sessionKey });
      send('session:changed', { sessionKey });
      return { from, to };
    },
    'session:repairPlan': ({ sessionKey }) => store.request('repairPlan', { sessionKey }),
    'session:repair': async ({ sessionKey }) => {
      const found = await store.request('repair', { sessionKey });
      if (found.repaired !== null) send('session:changed', { sessionKey: found.repaired });
      return { ...found, lost: [...found.lost].slice(0, 200) };
    },
    'session:correct': async ({ sessionKey, recordingId, changes }) => {
      await store.request('correct', { sessionKey, recordingId, changes: checkedCorrection(changes) });
      send('session:changed', { sessionKey });
      return { recordingId };
    },
    'session:trace': ({ fromMs, toMs, ...wish }) => store.request('trace', { ...wish, fromMs: fromMs ?? null, toMs: toMs ?? null }),
    'session:exportMany': async ({ sessionKeys, wish }) => {
      const folder = await askForFolder(window(), 'Export into a folder');
      if (folder === null) return null;
      const onProgress = (fraction: number): void => send('session:exporting', { fraction });
      const { written, left } = await store.request(
        'exportMany',
        { sessionKeys, wish, folder },
        { onProgress, signal: fileWork.begin('export') },
      );
      return { folder, written: [...written], left: [...left] };
    },
    'session:cancelWork': ({ kind }) => fileWork.cancel(kind),
    'session:exportRecording': async ({ sessionKey, recordingId, format = RECORDING_FORMATS[0] }) => {
      const { cellName } = await store.request('detail', { sessionKey });
      const target = await askWhereToSave(window(), `${cellName} recording ${recordingId}`, recordingExporter(format));
      if (target !== null) await store.request('exportRecording', { sessionKey, recordingId, format, path: target });
      return target;
    },
  };
}
