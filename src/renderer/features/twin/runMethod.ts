import type { Workstation } from '../../state/workstation.ts';
import { CANCELLED, figuresOfTwin, runOfAnswer, type MethodId, type MethodRun } from './methodRun.ts';

export interface MethodTarget {
  readonly sessionKey: string;
  readonly recordingId: number;
  /** Of the twin that the methods are compared with. */
  readonly twinId: number;
}

/** Runs one method on a recording. Why it gives no figures is part of the answer, not a notice: it is shown in the row of the method. */
export async function runMethod(
  { attempt }: Workstation,
  { sessionKey, recordingId, twinId }: MethodTarget,
  method: MethodId,
): Promise<MethodRun> {
  let failure: string | null = null;
  const wasCancelled = (): boolean => failure !== null && /was cancelled/.test(failure);
  const keep = (message: string): boolean => {
    failure = message;
    return true;
  };
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  if (method === 'genetic' || method === 'iv') {
    const answer = await attempt('twin:compare', { sessionKey, twinId, method }, 'infer', keep);
    return answer === null ? { kind: 'none', word: 'Failed', reason: failure } : runOfAnswer(answer, seconds());
  }
  const made = await attempt('twin:infer', { sessionKey, recordingId, method }, 'infer', keep);
  if (made !== null) return { kind: 'done', figures: figuresOfTwin(made.twin), twinId: made.twinId, seconds: seconds() };
  return wasCancelled() ? CANCELLED : { kind: 'none', word: 'Failed', reason: failure };
}
