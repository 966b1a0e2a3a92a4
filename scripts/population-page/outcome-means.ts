import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { OUTCOMES } from '../../src/core/beat/phenotype.ts';

/** Difference of the mean multiplier of a parameter from that of all cells, in SDs of all cells, for each outcome. */
export interface ParameterShift {
  readonly id: string;
  readonly shift: Readonly<Record<string, number>>;
}

/** Sums of the 52 multipliers by outcome, a row at a time. */
export class OutcomeMeans {
  private readonly sums = new Map<number, { cells: number; sum: Float64Array }>();
  private readonly total = {
    cells: 0,
    sum: new Float64Array(DEFAULT_CELL.varied.length),
    square: new Float64Array(DEFAULT_CELL.varied.length),
  };

  add(row: Float32Array, outcome: number): void {
    let own = this.sums.get(outcome);
    if (!own) this.sums.set(outcome, (own = { cells: 0, sum: new Float64Array(DEFAULT_CELL.varied.length) }));
    own.cells++;
    this.total.cells++;
    for (let p = 0; p < DEFAULT_CELL.varied.length; p++) {
      const value = row[p] ?? NaN;
      own.sum[p] = (own.sum[p] ?? NaN) + value;
      this.total.sum[p] = (this.total.sum[p] ?? NaN) + value;
      this.total.square[p] = (this.total.square[p] ?? NaN) + value * value;
    }
  }

  /** Least and largest mean and SD over the parameters: those of the prior are 1 and spread / sqrt(3). */
  marginals(): { readonly mean: readonly [number, number]; readonly sd: readonly [number, number] } {
    const mean = DEFAULT_CELL.varied.map((_, p) => this.mean(p));
    const sd = DEFAULT_CELL.varied.map((_, p) => this.sd(p));
    return { mean: [Math.min(...mean), Math.max(...mean)], sd: [Math.min(...sd), Math.max(...sd)] };
  }

  /** The parameters that distinguish the outcomes most, in falling order. */
  shifts(count: number): ParameterShift[] {
    const outcomes = [...this.sums].filter(([, { cells }]) => cells >= 100).sort(([a], [b]) => a - b);
    const all = DEFAULT_CELL.varied.map(({ id }, p): ParameterShift => ({
      id,
      shift: Object.fromEntries(
        outcomes.map(([outcome, { cells, sum }]) => [OUTCOMES[outcome] ?? outcome, ((sum[p] ?? NaN) / cells - this.mean(p)) / this.sd(p)]),
      ),
    }));
    const most = ({ shift }: ParameterShift): number => Math.max(...Object.values(shift).map(Math.abs));
    return all.sort((a, b) => most(b) - most(a)).slice(0, count);
  }

  private mean(p: number): number {
    return (this.total.sum[p] ?? NaN) / this.total.cells;
  }

  private sd(p: number): number {
    return Math.sqrt((this.total.square[p] ?? NaN) / this.total.cells - this.mean(p) ** 2);
  }
}
