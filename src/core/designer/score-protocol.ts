import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { unidentifiableCombinations } from '../inference/posterior.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { fisherInformation, posteriorBound, r2Bounds } from './information.ts';
import type { ProtocolScore } from './protocol-score.ts';
import type { HeldCell, SensitivityEngine } from './sensitivity-engine.ts';

export type { ProtocolScore } from './protocol-score.ts';

/** What one cell says of a protocol. */
export interface CellScore {
  /** Bounds of the varied parameters, in their order. */
  readonly r2: Float64Array;
  readonly logDet: number;
  /** Posterior covariance of them, nuisance marginalised, row-major. */
  readonly covariance: Float64Array;
  /** Largest current outside blanked times, pA/pF. */
  readonly peakPaPf: number;
  /** Largest voltage error outside blanked times, current times effective series resistance, mV. */
  readonly voltageErrorMv: number;
}

export function scoreCell(engine: SensitivityEngine, protocol: Protocol, cell: HeldCell): CellScore {
  const response = engine.respond(protocol, cell);
  const bound = posteriorBound(fisherInformation(response), engine.priorSd);
  const n = engine.priorSd.length;
  const count = engine.model.varied.length;
  const covariance = new Float64Array(count * count);
  for (let i = 0; i < count; i++) covariance.set(bound.covariance.subarray(i * n, i * n + count), i * count);
  let peakPaPf = 0;
  for (let k = 0; k < response.currentPaPf.length; k++) {
    if ((response.bins.share[k] as number) > 0) peakPaPf = Math.max(peakPaPf, Math.abs(response.currentPaPf[k] as number));
  }
  return { r2: r2Bounds(bound, engine.priorSd, count), logDet: bound.logDet, covariance, peakPaPf, voltageErrorMv: peakPaPf * cell.rsCmMs };
}

/**
 * @param wantUnidentifiable false leaves the unidentifiable combinations out: they cost as much as a cell
 * @throws Error without cells
 */
export function combineScores(
  scores: readonly CellScore[],
  priorSd: number,
  wantUnidentifiable = true,
  model: CellModel = DEFAULT_CELL,
): ProtocolScore {
  if (scores.length === 0) throw new Error('Score of a protocol: expected at least one cell, got none.');
  const { varied } = model;
  const count = varied.length;
  const mean = new Float64Array(count);
  const covariance = new Float64Array(count * count);
  for (const score of scores) {
    for (let i = 0; i < count; i++) mean[i] = (mean[i] as number) + (score.r2[i] as number) / scores.length;
    for (let i = 0; i < covariance.length; i++) covariance[i] = (covariance[i] as number) + (score.covariance[i] as number) / scores.length;
  }
  const byId = (of: (i: number) => number): Record<string, number> => Object.fromEntries(varied.map(({ id }, i) => [id, of(i)]));
  return {
    cells: scores.length,
    r2Mean: mean.reduce((sum, value) => sum + value, 0) / count,
    r2: byId((i) => mean[i] as number),
    sd: byId((i) => Math.sqrt(covariance[i * count + i] as number)),
    logDet: scores.reduce((sum, score) => sum + score.logDet, 0) / scores.length,
    wellInformed: mean.filter((value) => value > 0.9).length,
    notIdentifiable: !wantUnidentifiable ? [] : unidentifiableCombinations(covariance, count, priorSd, model),
    peakPaPf: Math.max(...scores.map((score) => score.peakPaPf)),
  };
}
