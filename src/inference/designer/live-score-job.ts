import { setImmediate as otherWork } from 'node:timers/promises';
import type { LiveScore, LiveScoreRequest, LiveScorer } from '../../core/designer/live-score.ts';

/** What the job tells while it runs: the score on the cells so far. */
export interface LiveScoreContext {
  /** Aborted when the protocol was changed again. */
  readonly signal: AbortSignal;
  readonly onScore?: (score: LiveScore, fraction: number) => void;
}

/**
 * Scores a protocol for an editor in a process that has other work: lets it run between cells and stops when the protocol
 * has changed. Keep one scorer per process, so that cells are held once.
 * @throws the signal's reason when it was aborted; Error without cells
 */
export async function liveScoreJob(scorer: LiveScorer, request: LiveScoreRequest, { signal, onScore }: LiveScoreContext): Promise<LiveScore> {
  let last: LiveScore | null = null;
  for (const score of scorer.scores(request)) {
    last = score;
    onScore?.(score, score.score.cells / request.cells);
    await otherWork();
    signal.throwIfAborted();
  }
  if (!last) throw new Error(`Score of a protocol: expected at least one cell, got ${request.cells}.`);
  return last;
}
