import { recordingsToRenew } from '../../../core/twin/old-prior.ts';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import type { Workstation } from '../../state/workstation.ts';
import { inferTwin } from '../twin/twinActions.ts';

/**
 * Infers the twins of the old prior again, cell by cell; each is a job of the list and can be cancelled there. One at a time is asked for:
 * the list carries out one after the other anyway, and what is not begun yet is not begun when the window is closed.
 */
export async function renewTwins(workstation: Workstation, sessions: readonly SessionSummary[]): Promise<void> {
  for (const { sessionKey } of sessions.filter(({ oldTwins }) => oldTwins > 0)) {
    const detail = await workstation.attempt('session:open', { sessionKey }, 'renew-twins');
    for (const recordingId of detail === null ? [] : recordingsToRenew(detail.twinList))
      await inferTwin(workstation, { sessionKey, recordingId, method: 'refined', mode: 'usual' });
  }
}
