import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { conductances } from '../../core/designer/objective.ts';
import { quantile } from '../../core/math/quantile.ts';
import { PRIOR_SD } from '../../core/population/sample-cells.ts';
import { analyseBeats } from '../../core/beat/beats.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { residualFigures } from '../twin/fit-figures.ts';
import type { ContestantAnswer } from './contestant.ts';
import type { ReferenceSet } from './reference-set.ts';

/** Errors of the twins of one method over all cells. */
export interface MethodFigures {
  readonly n: number;
  /** 1 - mean squared error / variance of the prior: mean over the 52, mean over the six conductances, each. */
  readonly r2Mean: number;
  readonly r2Conductances: number;
  readonly r2: Readonly<Record<string, number>>;
  /** rms of twin minus record over the range of the record, %; medians over cells, as below. */
  readonly currentNrmseMedian: number | null;
  readonly cycleLengthErrMedian: number | null;
  readonly cycleLengthErrP90: number | null;
  readonly apd90ErrMedian: number | null;
  readonly apd90ErrP90: number | null;
  readonly mdpErrMedianMv: number | null;
  /**
   * Share of cells whose twin has the same outcome (beating, irregular, quiescent, depolarised); null where every cell slides on the fCa
   * switch.
   */
  readonly beatClassAccuracy: number | null;
  /** Cells that slide on the fCa switch: included in the parameters, not in the errors of the beat. */
  readonly slidingCells: number;
  readonly secondsMedian: number | null;
  readonly simulationsMedian: number | null;
}

/** Collects the errors of one method, cell by cell. */
export class TwinErrors {
  private readonly squares = new Float64Array(DEFAULT_CELL.varied.length);
  private readonly nrmse: number[] = [];
  private readonly cycleLength: number[] = [];
  private readonly apd90: number[] = [];
  private readonly mdp: number[] = [];
  private readonly seconds: number[] = [];
  private readonly simulations: number[] = [];
  private sameClass = 0;
  private judged = 0;

  add(set: ReferenceSet, cell: number, recorded: Float32Array, { model, theta, estimates, seconds, simulations }: ContestantAnswer): void {
    set.multipliers(cell).forEach((value, i) => (this.squares[i] = (this.squares[i] as number) + ((estimates[i] as number) - value) ** 2));
    const [binned] = model.simulate([theta]);
    this.nrmse.push(binnedNrmse(model, recorded, binned));
    this.seconds.push(seconds);
    this.simulations.push(simulations);
    if (set.slides(cell)) return;
    const own = analyseBeats(set.voltage(cell), set.apDtMs);
    const twin = simulateBeat(model.values(theta));
    this.judged++;
    if (twin.outcome === own.outcome) this.sameClass++;
    pushPercent(this.cycleLength, twin.features.cycleLengthMs, own.features.cycleLengthMs);
    pushPercent(this.apd90, twin.features.apd90Ms, own.features.apd90Ms);
    if (twin.outcome === 'beating' && twin.features.mdpMv !== null && own.features.mdpMv !== null)
      this.mdp.push(Math.abs(twin.features.mdpMv - own.features.mdpMv));
  }

  figures(): MethodFigures {
    const n = this.nrmse.length;
    const r2 = Object.fromEntries(DEFAULT_CELL.varied.map(({ id }, i) => [id, 1 - (this.squares[i] as number) / n / PRIOR_SD ** 2]));
    return {
      n,
      r2Mean: mean(Object.values(r2)),
      r2Conductances: mean(conductances(DEFAULT_CELL).map((id) => r2[id] ?? NaN)),
      r2,
      currentNrmseMedian: quantile(this.nrmse, 0.5),
      cycleLengthErrMedian: quantile(this.cycleLength, 0.5),
      cycleLengthErrP90: quantile(this.cycleLength, 0.9),
      apd90ErrMedian: quantile(this.apd90, 0.5),
      apd90ErrP90: quantile(this.apd90, 0.9),
      mdpErrMedianMv: quantile(this.mdp, 0.5),
      beatClassAccuracy: this.judged === 0 ? null : this.sameClass / this.judged,
      slidingCells: n - this.judged,
      secondsMedian: quantile(this.seconds, 0.5),
      simulationsMedian: quantile(this.simulations, 0.5),
    };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** NRMSE at the bins of the fit, each weighted by its samples. */
function binnedNrmse({ bins: { from, to } }: ContestantAnswer['model'], recorded: Float32Array, binned: Float64Array | undefined): number {
  const expanded = new Float32Array(recorded.length);
  for (let r = 0; r < from.length; r++) expanded.fill(binned?.[r] ?? NaN, from[r], to[r]);
  return residualFigures(recorded, expanded).nrmsePercent;
}

function pushPercent(list: number[], twin: number | null, own: number | null): void {
  if (twin !== null && own !== null) list.push((100 * Math.abs(twin - own)) / own);
}
