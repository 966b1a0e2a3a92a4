import type { SessionReader } from '../main/store/index.ts';
import { shown } from './table.ts';
import { UsageError } from './usage-error.ts';

/** With several twins, the one that is meant must be named. @param how the person names it */
export function onlyTwin(session: SessionReader, how = '--twin-id N'): number {
  const twins = session.listTwins();
  const [first] = twins;
  if (first === undefined) throw new Error('The session has no twin yet. Make one with "infer --session FILE".');
  if (twins.length === 1) return first.twinId;
  const named = twins.slice(0, 8).map(({ twinId, method, nrmsePercent }) => `${twinId} (${method}, NRMSE ${shown(nrmsePercent, 2)} %)`);
  throw new UsageError(
    `The session has ${twins.length} twins: ${named.join(', ')}${twins.length > 8 ? ' and more' : ''}. Name one with ${how}.`,
  );
}
