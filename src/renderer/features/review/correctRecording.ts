import type { CorrectedFields } from '../../../core/trace/correction.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

/** Keeps a correction of a recording with its history. @returns whether it is kept; else a notice says why not */
export async function correctRecording(
  workstation: Workstation,
  sessionKey: string,
  recordingId: number,
  changes: CorrectedFields,
): Promise<boolean> {
  const { excludedMs, ...conditions } = changes;
  const stretches = excludedMs?.map(([from, to]): [number, number] => [from, to]);
  const request = { sessionKey, recordingId, changes: { ...conditions, ...(stretches === undefined ? {} : { excludedMs: stretches }) } };
  const kept = await workstation.attempt('session:correct', request, 'correct');
  if (kept === null) return false;
  addNotice(workstation.store, 'info', 'Kept. Twins of this recording are as they were: infer it again.');
  return true;
}
