import { basename } from 'node:path';
import { parseCsvTemplate, type CsvTemplate } from '../../../core/formats/csv/csv-template.ts';
import type { SentTemplate, ShownImport } from '../../../shared/contract/import-schemas.ts';
import type { ImportedSession } from '../../../shared/store/messages.ts';
import { RequestError } from '../../ipc/request-error.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askForFile, askForFiles, askForFolder } from '../ask-path.ts';
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

/** Only what was stated: an absent condition is unknown. */
function present<T extends object>(conditions: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined)) as never;
}

type ImportKey =
  'session:importFolder' | 'session:importCsv' | 'session:choose' | 'session:preview' | 'session:import' | 'session:openInPlace';

/** Requests that bring recordings and sessions from files. */
export function importHandlers(services: Services): Pick<HandlersOf<'session'>, ImportKey> {
  const { store, protocols, window, send, pathTokens, templates, fileWork } = services;
  const imported = (cell: ImportedSession) => {
    send('session:changed', { sessionKey: cell.sessionKey });
    return { ...cell, notes: [...cell.notes] };
  };
  return {
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
    'session:import': async ({ tokens, into, cellName, protocolId, template, ...conditions }) => {
      const kinds = ['recording', 'csv', 'folder', 'twin'] as const;
      const paths = tokens.map((token) => pathTokens.use(token, pathTokens.kindOf(token, kinds)));
      if (template !== undefined) templates.keep(template);
      const report = await store.request(
        'importFiles',
        {
          paths,
          into: into ?? null,
          cellName: cellName ?? null,
          stated: { ...(protocolId === undefined ? {} : { protocol: protocols.find(protocolId) }), conditions: present(conditions) },
          template: template === undefined ? null : checkedTemplate(template),
          protocols: protocols.list().entries.map(({ protocol }) => protocol),
        },
        { onProgress: (fraction) => send('session:importing', { fraction }), signal: fileWork.begin('import') },
      );
      for (const { sessionKey } of report.cells) if (sessionKey !== null) send('session:changed', { sessionKey });
      return report as ShownImport;
    },
    'session:openInPlace': async ({ token }) => {
      const opened = await store.request('openInPlace', { path: pathTokens.use(token, 'session') });
      send('session:changed', opened);
      return opened;
    },
  };
}
