import { fitFailed } from '../../../core/twin/fit-failed.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { Twin, TwinBeat } from '../../state/appState.ts';
import type { TwinMethod } from './twinActions.ts';

/** Methods that are compared on a recording: three make a twin, the others make none. */
export type MethodId = TwinMethod | 'genetic' | 'iv';
/** In the order they run: the longest comes last, so that a comparison cancelled there has shown the others. */
export const COMPARED: readonly MethodId[] = ['network', 'iv', 'refined', 'genetic', 'fit'];

/** Figures that are compared. */
export interface MethodFigures {
  readonly nrmsePercent: number;
  readonly chi2PerSample: number;
  readonly beat: TwinBeat;
  /** With the seal leak, as the cell was recorded; null under an ideal clamp. */
  readonly beatWithLeak: TwinBeat | null;
  /** Number of parameters informed by the recording; null where the method does not state it. */
  readonly informed: number | null;
  readonly note: string | null;
  /** Why not to trust it. */
  readonly alarms: readonly string[];
  readonly failed: boolean;
}

export type MethodRun =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'none'; readonly word: 'Failed' | 'Cancelled' | 'Does not apply'; readonly reason: string | null }
  | { readonly kind: 'done'; readonly figures: MethodFigures; readonly twinId: number | null; readonly seconds: number };

const FIT_NOTE = 'Its χ² counts the model error of living cells as well and is lower for the same current; compare the NRMSE.';

export type ComparisonRuns = Readonly<Record<MethodId, MethodRun>>;

export const CANCELLED: MethodRun = { kind: 'none', word: 'Cancelled', reason: null };

/** A recorded cell was measured through a pipette: it is compared with the cell of a method with the same seal leak. */
export function shownBeat({ beat, beatWithLeak }: Pick<MethodFigures, 'beat' | 'beatWithLeak'>, recorded: TwinBeat | null): TwinBeat {
  return recorded === null ? beat : (beatWithLeak ?? beat);
}

export function figuresOfTwin({ method, fit, beat, beatWithLeak, parameters, alarms }: Twin): MethodFigures {
  const informed = parameters.filter(({ informedBy }) => informedBy === 'data').length;
  return {
    nrmsePercent: fit.nrmsePercent,
    chi2PerSample: fit.chi2PerSample,
    beat,
    beatWithLeak,
    informed,
    note: method === 'fit' ? FIT_NOTE : null,
    alarms,
    failed: fitFailed(fit),
  };
}

/** Of a method that makes no twin, no parameter counts as informed by a recording that its cell does not follow. */
function figuresOfAnswer(answer: Extract<ResponseOf<'twin:compare'>, { kind: 'answer' }>): MethodFigures {
  const failed = fitFailed(answer);
  return { ...answer, informed: failed ? null : answer.informed, alarms: [], failed };
}

export function runOfAnswer(answer: ResponseOf<'twin:compare'>, seconds: number): MethodRun {
  switch (answer.kind) {
    case 'answer':
      return { kind: 'done', figures: figuresOfAnswer(answer), twinId: null, seconds };
    case 'not-applicable':
      return { kind: 'none', word: 'Does not apply', reason: answer.reason };
    case 'cancelled':
      return CANCELLED;
  }
}
