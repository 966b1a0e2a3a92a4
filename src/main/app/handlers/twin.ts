import { withOrigin } from '../../../core/twin/twin-origin.ts';
import type { Twin } from '../../../core/twin/twin.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import { exportTwin, writeFileWhole, type SessionFile } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { askWhereToSave, checkedExportPath } from '../ask-path.ts';
import type { Services } from '../services.ts';
import { twinReport } from '../twin-report.ts';
import { withSession } from '../with-session.ts';

/** The stored twin is read-only; a message is not. Its values are checked by the contract's schema on the way out. */
const message = (twin: Twin): ResponseOf<'twin:get'> => structuredClone(twin) as ResponseOf<'twin:get'>;

/** A twin of before twins told it is of a simulated cell where its session is. */
const told = (session: SessionFile, twinId: number): Twin => withOrigin(session.getTwin(twinId).twin, session.summary().simulated);

export function twinHandlers({ inference, sessions, twins, methods, comparisons, window }: Services): HandlersOf<'twin'> {
  const twinOf = (sessionKey: string, twinId: number): Promise<Twin> =>
    withSession(sessions, sessionKey, (session) => told(session, twinId));
  return {
    'twin:infer': async (wish) => {
      const { twinId, twin } = await twins.make(wish);
      return { twinId, twin: message(twin) };
    },
    'twin:compare': (wish) => methods.run(wish),
    'twin:get': async ({ sessionKey, twinId }) => message(await twinOf(sessionKey, twinId)),
    'twin:comparison': (request) => comparisons.envelope(request),
    'twin:export': async ({ sessionKey, twinId, format, path }) => {
      const twin = await twinOf(sessionKey, twinId);
      const target = path === undefined ? await askWhereToSave(window(), `${twin.cellName} twin ${twinId}`, format) : checkedExportPath(path, format);
      if (target !== null) exportTwin(twin, format, target);
      return target;
    },
    'twin:report': async ({ sessionKey, twinId }) => {
      const { cellName } = await twinOf(sessionKey, twinId);
      const target = await askWhereToSave(window(), `${cellName} report of twin ${twinId}`, 'html');
      if (target !== null) writeFileWhole(target, [await twinReport({ sessions, inference }, { sessionKey, twinId })]);
      return target;
    },
  };
}
