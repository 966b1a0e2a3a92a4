import type { ProtocolScore as CoreScore } from '../../core/designer/score-protocol.ts';
import { IDEAL_CLAMP, ROBUST_CLAMP, type ScoreSettings } from '../../core/designer/score-settings.ts';
import { assertProtocol } from '../../core/protocol/protocol.ts';
import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { ScoreForm } from '../../shared/contract/schemas.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import { RequestError } from '../ipc/request-error.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import { Recent } from './recent.ts';

type Score = ResponseOf<'protocol:score'>;
type ScoreRequest = ParsedRequest<'protocol:score'>;
export type ScorePurpose = ScoreRequest['purpose'];

/** Two dozen: with fewer than the searches found necessary, a gain is chance (docs/adr/0008). */
const CELLS = 24;
const URGENCY: Readonly<Record<ScorePurpose, number>> = { draft: 2, compare: 1, list: 0 };
/** Protocols whose scores are remembered: the library under both clamps, and some steps of undo. */
const REMEMBERED = 96;

/** Scores protocols for the window in the inference process. Only the newest request of each purpose is carried out. */
export class ProtocolScores {
  readonly #inference: Pick<InferenceSupervisor, 'request'>;
  readonly #send: EventSender;
  readonly #running = new Map<ScorePurpose, AbortController>();
  /** Scores on few cells, then on more, the last on all. */
  readonly #known = new Recent<readonly Score[]>(REMEMBERED);

  constructor(inference: Pick<InferenceSupervisor, 'request'>, send: EventSender) {
    this.#inference = inference;
    this.#send = send;
  }

  cancel(purpose: ScorePurpose): void {
    this.#running.get(purpose)?.abort();
    this.#running.delete(purpose);
  }

  /** @throws RequestError for a protocol that cannot be played; InferenceError 'cancelled' when a newer request came */
  async score({ ticket, purpose, protocol, settings }: ScoreRequest): Promise<Score> {
    try {
      assertProtocol(protocol);
    } catch (error) {
      throw new RequestError('bad-request', (error as Error).message, { cause: error });
    }
    this.cancel(purpose);
    const key = JSON.stringify([protocol.holdingMv, protocol.segments, settings]);
    const report = (score: Score): void => this.#send('protocol:scored', { ticket, score });
    const known = this.#known.get(key);
    const last = known?.at(-1);
    if (known !== undefined && last !== undefined) {
      known.forEach(report);
      return last;
    }
    const abort = new AbortController();
    this.#running.set(purpose, abort);
    const scores: Score[] = [];
    try {
      const score = message(
        await this.#inference.request(
          'score',
          { protocol, settings: clampOf(settings), cells: CELLS, urgency: URGENCY[purpose] },
          {
            signal: abort.signal,
            onPartial: (partial) => {
              const soFar = message(partial);
              scores.push(soFar);
              report(soFar);
            },
          },
        ),
      );
      // The last partial result is the result.
      if (scores.at(-1)?.cells !== score.cells) scores.push(score);
      this.#known.put(key, scores);
      return score;
    } finally {
      if (this.#running.get(purpose) === abort) this.#running.delete(purpose);
    }
  }
}

function clampOf({ form, noisePaPf }: ScoreForm): ScoreSettings {
  return { ...(form === 'robust' ? ROBUST_CLAMP : IDEAL_CLAMP), noisePaPf };
}

function message(score: CoreScore): Score {
  return { ...score, r2: { ...score.r2 }, sd: { ...score.sd }, notIdentifiable: [...score.notIdentifiable] };
}
