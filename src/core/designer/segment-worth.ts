import { DEFAULT_CELL } from '../cell/models.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { fisherInformation, posteriorBound } from './information.ts';
import type { HeldCell, SensitivityEngine } from './sensitivity-engine.ts';

/**
 * Increase of the mean bound of one cell per ms of each segment of a protocol, to first order: |C j|^2 of the posterior
 * covariance C and the sensitivities j, over the prior's variance. Near 0: the segment could go.
 */
export function segmentWorth(engine: SensitivityEngine, protocol: Protocol, cell: HeldCell): number[] {
  const response = engine.respond(protocol, cell);
  const n = engine.priorSd.length;
  const { covariance } = posteriorBound(fisherInformation(response), engine.priorSd);
  const { binOfStep } = response.bins;
  const gain = new Float64Array(response.steps);
  const j = new Float64Array(n);
  for (let r = 0; r < response.steps; r++) {
    for (let i = 0; i < n; i++) j[i] = (response.columns[i] as Float64Array)[r] as number;
    for (let p = 0; p < DEFAULT_CELL.varied.length; p++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (covariance[p * n + i] as number) * (j[i] as number);
      gain[r] = (gain[r] as number) + (sum / (engine.priorSd[p] as number)) ** 2 / DEFAULT_CELL.varied.length;
    }
  }
  return response.grid.pieces.map(({ firstStep, endStep, startMs, endMs }) => {
    let sum = 0;
    for (let bin = binOfStep[firstStep] as number; bin <= (binOfStep[endStep - 1] as number); bin++) sum += gain[bin] as number;
    return sum / (endMs - startMs);
  });
}
