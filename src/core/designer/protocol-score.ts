import { dictionary, integer, integerFrom, list, number, record, text, type Of } from '../schema/index.ts';

/** Bounds on what one recording under a protocol can inform of the varied parameters (docs/science/protocols.md), over a set of cells. */
export const protocolScoreSchema = record({
  /** Cells it rests on so far. */
  cells: integerFrom(1),
  /** Mean over cells and parameters of the bound on explained variance. */
  r2Mean: number,
  /** Mean over cells by parameter id. */
  r2: dictionary(number),
  /** Expected posterior SD of the multipliers, root mean square over cells. */
  sd: dictionary(number),
  /** Mean information gained, nats. */
  logDet: number,
  /** Parameters above 0.9. */
  wellInformed: integer,
  /** Combinations that stay with the prior; empty until all cells are scored. */
  notIdentifiable: list(text),
  peakPaPf: number,
});
export type ProtocolScore = Of<typeof protocolScoreSchema>;
