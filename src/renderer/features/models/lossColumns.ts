import type { LossPoint } from '../../../shared/training/state.ts';
import type { TraceColumns } from '../../traces/traceSource.ts';

/** The held-out loss is known at some steps only; between two of them it is drawn as a line. */
export function lossColumns(history: readonly LossPoint[]): TraceColumns {
  return [history.map(({ step }) => step), history.map(({ training }) => training), between(history)];
}

function between(history: readonly LossPoint[]): (number | null)[] {
  const known = history.flatMap(({ heldOut }, i) => (heldOut === null ? [] : [i]));
  return history.map(({ heldOut, step }, i) => {
    if (heldOut !== null) return heldOut;
    const after = known.find((k) => k > i);
    const before = known.findLast((k) => k < i);
    const [a, b] = [before === undefined ? undefined : history[before], after === undefined ? undefined : history[after]];
    if (a === undefined || b === undefined || a.heldOut === null || b.heldOut === null) return null;
    return a.heldOut + ((b.heldOut - a.heldOut) * (step - a.step)) / (b.step - a.step);
  });
}
