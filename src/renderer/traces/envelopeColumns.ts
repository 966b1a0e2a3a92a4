import type { Envelope } from '../../shared/contract/schemas.ts';
import type { TraceColumns } from './traceSource.ts';
import { risesInto } from './risesInto.ts';

/**
 * Envelopes on one time axis as columns: raw samples as they are, otherwise every point as its two extremes a quarter of a
 * step before and after its time, in the order in which the trace passes them.
 */
export function envelopeColumns(...envelopes: readonly Envelope[]): TraceColumns {
  const first = envelopes[0];
  if (first === undefined) return [[]];
  const { timeMs } = first;
  const raw = envelopes.every(({ min, max }) => min.every((low, i) => low === max[i] || Number.isNaN(low)));
  if (raw) return [timeMs, ...envelopes.map(({ min }) => Array.from(min, finiteOrGap))];
  const quarter = timeMs.length < 2 ? 0 : ((timeMs[1] as number) - (timeMs[0] as number)) / 4;
  const spread = new Float64Array(2 * timeMs.length);
  timeMs.forEach((time, i) => {
    spread[2 * i] = time - quarter;
    spread[2 * i + 1] = time + quarter;
  });
  return [spread, ...envelopes.map(zigzag)];
}

function zigzag({ min, max }: Envelope): (number | null)[] {
  const column = new Array<number | null>(2 * min.length);
  let before = Number.NaN;
  for (let i = 0; i < min.length; i += 1) {
    const low = min[i] as number;
    const high = max[i] as number;
    const rises = risesInto(before, low, high);
    column[2 * i] = finiteOrGap(rises ? low : high);
    column[2 * i + 1] = finiteOrGap(rises ? high : low);
    before = (low + high) / 2;
  }
  return column;
}

/** Lost stretches are stored as NaN and drawn as gaps. */
function finiteOrGap(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
