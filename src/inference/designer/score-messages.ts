import type { LiveScoreRequest } from '../../core/designer/live-score.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';

export interface ScoreWorkerStart {
  readonly kernelPath: string;
}

export interface ScoreOrder {
  readonly id: number;
  readonly request: LiveScoreRequest;
  /** Cells of a more urgent request go first: an operator waits for the protocol being edited, not for the list. */
  readonly urgency: number;
}

export type ToScoreWorker = ({ readonly type: 'score' } & ScoreOrder) | { readonly type: 'drop'; readonly id: number };

/** Every request that is not dropped ends with `done` or `failed`. */
export type FromScoreWorker =
  | { readonly type: 'score'; readonly id: number; readonly score: ProtocolScore; readonly done: boolean }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
