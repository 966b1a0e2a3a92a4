import { basename } from 'node:path';
import { RECORDING_FORMATS, recordingExporter } from '../../../core/formats/export/registry.ts';
import { parseCsvTemplate, type CsvTemplate } from '../../../core/formats/csv/csv-template.ts';
import { Packed } from '../../../shared/contract/packed.ts';
import type { SentTemplate, ShownImport } from '../../../shared/contract/import-schemas.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import type { ImportedSession } from '../../../shared/store/messages.ts';
import { NEWEST_LAYOUT } from '../../store/index.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askForFile, askForFiles, askForFolder, askWhereToSave } from '../ask-path.ts';
import { kindOf } from '../drop-receiver.ts';
import type { Services } from '../services.ts';

/** Protocol of the step families of the imported cells. */
const STEP_PROTOCOL = 'ipsc-steps';

/** @throws RequestError saying which unit or condition cannot be */
function checkedTemplate(template: SentTemplate): CsvTemplate {
  try {
    return parseCsvTemplate(JSON.stringify(template));
  } catch (error) {
    throw new RequestError('bad-request', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

export function sessionHandlers(services: Services): HandlersOf<'session'> {
  const { store, protocols, window, send, pathTokens, templates } = services;
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
    'session:choose': async ({ what }) => {
      const title = { recordings: 'Import recordings', cells: 'Import a folder of recordings', session: 'Open a session where it lies' }[
        what
      ];
      const chosen = what === 'cells' ? [await askForFolder(window(), title)] : await askForFiles(window(), title);
      return chosen.flatMap((path) => {
        const kind = path === null ? null : kindOf(path);
        return path === null || kind === null || kind === 'json'
          ? []
          : [{ token: pathTokens.keep(path, kind), kind, name: basename(path) }];
      });
    },
    'session:preview': async ({ token }) => {
      const preview = await store.request('preview', { path: pathTokens.peek(token, 'csv') });
      const kept = templates.fitting(preview.titles);
      return { ...preview, kept };
    },
    'session:import': async ({ tokens, into, cellName, protocolId, template }) => {
      const kinds = ['recording', 'csv', 'folder'] as const;
      const paths = tokens.map((token) => pathTokens.use(token, pathTokens.kindOf(token, kinds)));
      if (template !== undefined) templates.keep(template);
      const report = await store.request(
        'importFiles',
        {
          paths,
          into: into ?? null,
          cellName: cellName ?? null,
          stated: protocolId === undefined ? {} : { protocol: protocols.find(protocolId) },
          template: template === undefined ? null : checkedTemplate(template),
          protocols: protocols.list().entries.map(({ protocol }) => protocol),
        },
        { onProgress: (fraction) => send('session:importing', { fraction }) },
      );
      for (const { sessionKey } of report.cells) if (sessionKey !== null) send('session:changed', { sessionKey });
      return report as ShownImport;
    },
    'session:openInPlace': async ({ token }) => {
      const opened = await store.request('openInPlace', { path: pathTokens.use(token, 'session') });
      send('session:changed', opened);
      return opened;
    },
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
    'session:repair': async ({ sessionKey }) => {
      const found = await store.request('repair', { sessionKey });
      if (found.repaired !== null) send('session:changed', { sessionKey: found.repaired });
      return { ...found, lost: [...found.lost].slice(0, 200) };
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
