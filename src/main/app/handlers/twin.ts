import { twinExporter } from '../../../core/formats/export/registry.ts';
import type { Twin } from '../../../core/twin/twin.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import { writeFileWhole } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askWhereToSave } from '../ask-path.ts';
import type { Services } from '../services.ts';
import { twinReport } from '../twin-report.ts';

/** The stored twin is read-only; a message is not. Its values are checked by the contract's schema when they are sent. */
const message = (twin: Twin): ResponseOf<'twin:get'> => structuredClone<unknown>(twin) as ResponseOf<'twin:get'>;

export function twinHandlers({ inference, store, twins, methods, comparisons, window }: Services): HandlersOf<'twin'> {
  const twinOf = async (sessionKey: string, twinId: number): Promise<Twin> => (await store.request('twin', { sessionKey, twinId })).twin;
  return {
    'twin:infer': async (wish) => {
      const { twinId, twin } = await twins.make(wish);
      return { twinId, twin: message(twin) };
    },
    'twin:compare': (wish) => methods.run(wish),
    'twin:get': async ({ sessionKey, twinId }) => message(await twinOf(sessionKey, twinId)),
    'twin:comparison': (request) => comparisons.envelope(request),
    'twin:export': async ({ sessionKey, twinId, format }) => {
      const twin = await twinOf(sessionKey, twinId);
      const target = await askWhereToSave(window(), `${twin.cellName} twin ${twinId}`, twinExporter(format));
      if (target !== null) await store.request('exportTwin', { sessionKey, twinId, format, path: target });
      return target;
    },
    'twin:report': async ({ sessionKey, twinId }) => {
      const { cellName } = await twinOf(sessionKey, twinId);
      const target = await askWhereToSave(window(), `${cellName} report of twin ${twinId}`, { title: 'HTML', extension: 'html' });
      if (target !== null) writeFileWhole(target, [await twinReport({ store, inference }, { sessionKey, twinId })]);
      return target;
    },
  };
}
