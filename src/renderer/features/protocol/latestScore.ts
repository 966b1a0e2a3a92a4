import type { RequestOf, TwinclampApi } from '../../../shared/contract/contract.ts';
import type { ProtocolScore } from '../../../shared/contract/schemas.ts';
import { messageOf } from '../../state/notices.ts';

export type ScoreWish = Pick<RequestOf<'protocol:score'>, 'protocol' | 'settings'>;

interface Listeners {
  readonly begin: () => void;
  readonly score: (score: ProtocolScore) => void;
  readonly end: () => void;
  readonly fail: (message: string) => void;
}

let lastTicket = 0;

/**
 * Scores the newest of the versions it is given. A running request is kept until its first answer and is then replaced by the
 * newest: while something is dragged the score follows; replacing every request at once would never give an answer.
 */
export class LatestScore {
  readonly #api: TwinclampApi;
  readonly #purpose: RequestOf<'protocol:score'>['purpose'];
  readonly #listeners: Listeners;
  #wanted: ScoreWish | null = null;
  #flight: { readonly ticket: number; answered: boolean } | null = null;

  constructor(api: TwinclampApi, purpose: RequestOf<'protocol:score'>['purpose'], listeners: Listeners) {
    this.#api = api;
    this.#purpose = purpose;
    this.#listeners = listeners;
    api.on['protocol:scored'](({ ticket, score }) => {
      if (this.#flight?.ticket !== ticket) return;
      this.#flight.answered = true;
      listeners.score(score);
      this.#pump();
    });
  }

  want(wish: ScoreWish): void {
    this.#wanted = wish;
    this.#pump();
  }

  /** Stops scoring. */
  drop(): void {
    this.#wanted = null;
    if (this.#flight === null) return;
    this.#flight = null;
    // Nothing is lost when this fails: an answer without a ticket is not shown.
    void this.#api.call['protocol:cancelScore']({ purpose: this.#purpose }).catch(() => undefined);
  }

  #pump(): void {
    if (this.#wanted === null || (this.#flight !== null && !this.#flight.answered)) return;
    const wish = this.#wanted;
    this.#wanted = null;
    lastTicket += 1;
    const flight = { ticket: lastTicket, answered: false };
    this.#flight = flight;
    this.#listeners.begin();
    const landed = (then: () => void): void => {
      if (this.#flight !== flight) return;
      this.#flight = null;
      then();
      this.#pump();
    };
    this.#api.call['protocol:score']({ ticket: flight.ticket, purpose: this.#purpose, ...wish }).then(
      (score) =>
        landed(() => {
          this.#listeners.score(score);
          this.#listeners.end();
        }),
      (error: unknown) => landed(() => this.#listeners.fail(messageOf(error))),
    );
  }
}
