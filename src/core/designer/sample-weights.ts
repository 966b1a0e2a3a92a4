import { segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';
import type { StepGrid } from '../simulate/step-grid.ts';

/**
 * Number of samples that every step of a grid stands for, so that a sum over samples becomes one over steps. Steps after a
 * jump are finer than the samples: a share of a sample. Sample k covers half a sample to both sides, so what happens in the
 * first half sample after a jump, or while blanked, is not seen.
 */
export function sampleWeights(protocol: Protocol, grid: StepGrid, sampleRateHz: number, blankMs: number): Float64Array {
  const perMs = sampleRateHz / 1000;
  const weights = new Float64Array(grid.dtMs.length);
  const firstSampleMs = Math.max(1, Math.ceil(blankMs * perMs - 1e-9)) / perMs;
  const unseenMs = firstSampleMs - 0.5 / perMs;
  let jumpMs = -Infinity;
  let before = protocol.holdingMv;
  grid.pieces.forEach((piece, index) => {
    const segment = protocol.segments[index];
    if (!segment) throw new Error(`The grid has ${grid.pieces.length} pieces, the protocol ${protocol.segments.length} segments.`);
    if (Math.abs(segmentStartMv(segment) - before) > 1e-6) jumpMs = piece.startMs;
    before = segmentEndMv(segment);
    for (let k = piece.firstStep; k < piece.endStep; k++) {
      const dt = grid.dtMs[k] as number;
      const end = (grid.midMs[k] as number) + dt / 2;
      weights[k] = perMs * Math.min(dt, Math.max(0, end - (jumpMs + unseenMs)));
    }
  });
  return weights;
}
