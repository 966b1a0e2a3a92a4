import type { Envelope } from '../../shared/contract/schemas.ts';
import type { TraceColumns } from './traceSource.ts';

/** Envelopes on one time axis as zigzag columns: every point gives its minimum, then its maximum. */
export function envelopeColumns(...envelopes: readonly Envelope[]): TraceColumns {
  const first = envelopes[0];
  if (first === undefined) return [[]];
  const count = first.timeMs.length;
  const timeMs = new Float64Array(2 * count);
  for (let i = 0; i < count; i += 1) {
    timeMs[2 * i] = first.timeMs[i] as number;
    timeMs[2 * i + 1] = first.timeMs[i] as number;
  }
  const columns = envelopes.map(({ min, max }) => {
    const column: (number | null)[] = new Array<number | null>(2 * count);
    for (let i = 0; i < count; i += 1) {
      column[2 * i] = finiteOrGap(min[i]);
      column[2 * i + 1] = finiteOrGap(max[i]);
    }
    return column;
  });
  return [timeMs, ...columns];
}

/** Lost stretches are stored as NaN and drawn as gaps. */
function finiteOrGap(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
