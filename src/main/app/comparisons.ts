import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import type { Store } from '../store-worker/store-client.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import { Recent } from './recent.ts';

/**
 * Twin current over recorded current with residual, pA/pF: drawn in the store process from the recording and the twin's current that is
 * passed to it.
 */
export class Comparisons {
  readonly #store: Store;
  readonly #inference: Pick<InferenceSupervisor, 'request'>;
  /** Twin currents that came with a new twin, so that they need not be simulated again. */
  readonly #currents = new Recent<Float32Array>(6);

  constructor(store: Store, inference: Pick<InferenceSupervisor, 'request'>) {
    this.#store = store;
    this.#inference = inference;
  }

  rememberTwinCurrent(sessionKey: string, twinId: number, twinCurrentPaPf: Float32Array): void {
    this.#currents.put(`${sessionKey}/${twinId}`, twinCurrentPaPf);
  }

  async envelope({ sessionKey, twinId, fromMs, toMs, points }: ParsedRequest<'twin:comparison'>): Promise<ResponseOf<'twin:comparison'>> {
    const wish = { sessionKey, twinId, fromMs: fromMs ?? null, toMs: toMs ?? null, points };
    const first = await this.#store.request('comparison', { ...wish, twinCurrentPaPf: null });
    return first.kind === 'traces' ? first.traces : this.#withCurrent(wish, first);
  }

  async #withCurrent(
    wish: Omit<StoreRequest<'comparison'>, 'twinCurrentPaPf'>,
    wanted: Extract<StoreResult<'comparison'>, { kind: 'current-wanted' }>,
  ) {
    const { twin, protocol, sampleRateHz } = wanted;
    const known = this.#currents.get(`${wish.sessionKey}/${wish.twinId}`);
    const twinCurrentPaPf = known ?? (await this.#inference.request('current', { twin, protocol, sampleRateHz }));
    const drawn = await this.#store.request('comparison', { ...wish, twinCurrentPaPf });
    if (drawn.kind !== 'traces') throw new Error('Expected the traces of a twin whose current was given.');
    return drawn.traces;
  }
}
