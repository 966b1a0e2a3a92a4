import type { RequestOf, TwinclampApi } from '../../../shared/contract/contract.ts';
import type { ProtocolScore } from '../../../shared/contract/schemas.ts';
import { messageOf } from '../../state/notices.ts';

export type ScoreWish = Pick<RequestOf<'protocol:score'>, 'protocol' | 'settings'>;

interface Told {
  readonly begin: () => void;
  readonly score: (score: ProtocolScore) => void;
  readonly end: () => void;
  readonly fail: (message: string) => void;
}

let lastTicket = 0;

/**
 * Scores the newest of the versions it is given. A request in flight is left until its first answer and then gives way to the
 * newest: while something is dragged the score follows, where replacing every request by the next would never answer.
 */
export class LatestScore {
  readonly #api: TwinclampApi;
  readonly #purpose: RequestOf<'protocol:score'>['purpose'];
  readonly #told: Told;
  #wanted: ScoreWish | null = null;
  #flight: { readonly ticket: number; answered: boolean } | null = null;

  constructor(api: TwinclampApi, purpose: RequestOf<'protocol:score'>['purpose'], told: Told) {
    this.#api = api;
    this.#purpose = purpose;
    this.#told = told;
    api.on['protocol:scored'](({ ticket, score }) => {
      if (this.#flight?.ticket !== ticket) return;
      this.#flight.answered = true;
      told.score(score);
      this.#pump();
    });
  }

  want(wish: ScoreWish): void {
    this.#wanted = wish;
    this.#pump();
  }

  /** Nothing is to be scored any more. */
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
    this.#told.begin();
    const landed = (tell: () => void): void => {
      if (this.#flight !== flight) return;
      this.#flight = null;
      tell();
      this.#pump();
    };
    this.#api.call['protocol:score']({ ticket: flight.ticket, purpose: this.#purpose, ...wish }).then(
      (score) =>
        landed(() => {
          this.#told.score(score);
          this.#told.end();
        }),
      (error: unknown) => landed(() => this.#told.fail(messageOf(error))),
    );
  }
}
