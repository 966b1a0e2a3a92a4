import { setImmediate as otherMessages } from 'node:timers/promises';
import type { LiveScoreRequest } from '../../core/designer/live-score.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { FromScoreWorker, ScoreOrder } from './score-messages.ts';

/** Scores a protocol cell by cell. */
export interface CellByCell {
  scores(request: LiveScoreRequest): Generator<ProtocolScore>;
}

interface Job extends ScoreOrder {
  readonly steps: Generator<ProtocolScore>;
}

/**
 * Processes requests one cell at a time. Between cells it checks for a more urgent request and whether this one was dropped, so
 * the newest version of an edited protocol never waits for more than one cell.
 */
export class ScoreQueue {
  readonly #scorer: CellByCell;
  readonly #report: (message: FromScoreWorker) => void;
  readonly #jobs = new Map<number, Job>();
  #running = false;

  constructor(scorer: CellByCell, report: (message: FromScoreWorker) => void) {
    this.#scorer = scorer;
    this.#report = report;
  }

  add(order: ScoreOrder): void {
    this.#jobs.set(order.id, { ...order, steps: this.#scorer.scores(order.request) });
    if (!this.#running) void this.#run();
  }

  drop(id: number): void {
    this.#jobs.delete(id);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let job = this.#next(); job !== undefined; job = this.#next()) {
      this.#step(job);
      await otherMessages();
    }
    this.#running = false;
  }

  /** The most urgent request; of equals the first. */
  #next(): Job | undefined {
    let next: Job | undefined;
    for (const job of this.#jobs.values()) if (next === undefined || job.urgency > next.urgency) next = job;
    return next;
  }

  #step({ id, steps, request }: Job): void {
    try {
      const step = steps.next();
      if (step.done === true) throw new Error(`Score of a protocol: expected at least one cell, got ${request.cells}.`);
      const score = step.value;
      const done = score.cells >= request.cells;
      if (done) this.#jobs.delete(id);
      if (done || isWorthReporting(score.cells)) this.#report({ type: 'score', id, score, done });
    } catch (error) {
      this.#jobs.delete(id);
      this.#report({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** At 2, 4, 8 ... cells: the score of a single cell varies too much to be shown. */
function isWorthReporting(cells: number): boolean {
  return cells >= 2 && (cells & (cells - 1)) === 0;
}
