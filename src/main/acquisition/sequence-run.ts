import { setTimeout as wait } from 'node:timers/promises';
import type { Bath } from '../../core/quality/bath.ts';
import { dueMs, plannedRecordings, type PlannedRecording, type SequencePlan } from '../../core/quality/sequence-plan.ts';
import type { RunEnd } from '../../shared/acquisition/messages.ts';
import type { SequenceNow } from '../../shared/contract/cell-schema.ts';

/** What a sequence needs of its rig. */
export interface SequenceSurroundings {
  readonly nowMs: () => number;
  /** The bath is changed now. */
  readonly flow: (bath: Bath) => void;
  /** Records once; resolves when it is stored. */
  readonly record: () => Promise<{ readonly status: RunEnd; readonly reason: string | null }>;
  /** Limits that fail now, in words. */
  readonly failed: () => readonly string[];
  readonly changed: () => void;
}

/** Longest that readings after a recording are waited for before its limits are judged, ms. */
const SETTLE_MS = 1500;

/** Recordings of one open cell in one bath after another, until all are done, a limit fails, or it is ended. */
export class SequenceRun {
  readonly #plan: SequencePlan;
  readonly #planned: readonly PlannedRecording[];
  readonly #rig: SequenceSurroundings;
  readonly #ending = new AbortController();
  #done = 0;
  #dueMs: number | null = null;

  /** @throws Error for a plan that cannot be carried out */
  constructor(plan: SequencePlan, rig: SequenceSurroundings) {
    this.#plan = plan;
    this.#planned = plannedRecordings(plan);
    this.#rig = rig;
  }

  now(): SequenceNow {
    const next = this.#planned[Math.min(this.#done, this.#planned.length - 1)];
    return {
      done: this.#done,
      total: this.#planned.length,
      step: next?.step ?? 1,
      steps: this.#plan.steps.length,
      nextInS: this.#dueMs === null ? null : Math.max(0, (this.#dueMs - this.#rig.nowMs()) / 1000),
    };
  }

  /** A call, since it changes while something is awaited. */
  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  /** No further recording is begun; one in progress goes on. */
  end(): void {
    this.#ending.abort();
  }

  /** Resolves with why it ended, null where all is recorded. Never rejects. */
  async run(): Promise<string | null> {
    try {
      return await this.#everything();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #everything(): Promise<string | null> {
    let beganMs: number | null = null;
    for (const { bath, waitS } of this.#planned) {
      if (beganMs !== null && this.#plan.stopOnFail) await this.#pause(SETTLE_MS);
      if (this.#isEnding()) return 'Ended by the operator.';
      const failed = this.#plan.stopOnFail ? this.#rig.failed() : [];
      if (failed.length > 0) return `Stopped because ${failed.join(', ')} failed.`;
      if (waitS !== null) this.#rig.flow(bath);
      const nowMs = this.#rig.nowMs();
      await this.#until(dueMs(this.#plan.everyS, waitS, beganMs, nowMs));
      if (this.#isEnding()) return 'Ended by the operator.';
      beganMs = this.#rig.nowMs();
      const { status, reason } = await this.#rig.record();
      if (status !== 'complete') return reason ?? `The recording was ${status}.`;
      this.#done++;
      this.#rig.changed();
    }
    return null;
  }

  async #until(due: number): Promise<void> {
    const ms = due - this.#rig.nowMs();
    if (!(ms > 0)) return;
    this.#dueMs = due;
    this.#rig.changed();
    await this.#pause(ms);
    this.#dueMs = null;
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isEnding()) return;
    try {
      await wait(ms, undefined, { signal: this.#ending.signal });
    } catch (error) {
      if (!this.#isEnding()) throw error;
    }
  }
}
