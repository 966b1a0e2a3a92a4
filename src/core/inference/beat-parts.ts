import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { FollowedBeat } from '../experiment/followed-beat.ts';
import type { SettledBeat, SettledSigma } from '../experiment/settled-beat.ts';
import { jointProblem, withoutGaps, type ObservedPart } from './joint-problem.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';

/** Largest SDs of a followed beat: while it guides the fit, and where the settled beat is fitted. */
const LEADING = { mostMv: 1, lateMs: 3 };
const BESIDE = { mostMv: 2, lateMs: 3 };

/** Recordings of one cell: its clamp current and its free potential. */
export class BeatParts {
  readonly parameters: readonly FitParameter[];
  private readonly clamp: ObservedPart;
  private readonly cell: (theta: Float64Array) => ClampedCell;
  private readonly follow: FollowedBeat;
  readonly settled: SettledBeat;

  /** @param clamp with the SDs that the record itself has @param cell that a point of the fit describes */
  constructor(
    parameters: readonly FitParameter[],
    clamp: ObservedPart,
    cell: (theta: Float64Array) => ClampedCell,
    follow: FollowedBeat,
    settled: SettledBeat,
  ) {
    this.parameters = parameters;
    this.clamp = clamp;
    this.cell = cell;
    this.follow = follow;
    this.settled = settled;
  }

  /** The clamp alone, with its SDs multiplied. */
  clampAlone(inflation = 1): FitProblem {
    return jointProblem(this.parameters, [this.inflated(inflation)]);
  }

  /** Clamp and followed beat. */
  following(timeConstantMs: number, inflation: number): FitProblem {
    return jointProblem(this.parameters, [this.inflated(inflation), this.followed(timeConstantMs, LEADING)]);
  }

  /** The same with the settled beat. */
  settling(timeConstantMs: number, sds: SettledSigma, inflation: number): FitProblem {
    const settled: ObservedPart = {
      observed: this.settled.observed,
      sigma: this.settled.sigma(sds),
      simulate: (thetas) => this.settled.observe(thetas.map(this.cell)),
    };
    return jointProblem(this.parameters, [this.inflated(inflation), this.followed(timeConstantMs, BESIDE), withoutGaps(settled)]);
  }

  /**
   * Distance of settled beats from the recorded one: a sum of squares in the given SDs; Infinity for a cell with another phenotype than the
   * recorded one.
   */
  settledMisfit(thetas: readonly Float64Array[], sds: SettledSigma): number[] {
    const sigma = this.settled.sigma(sds);
    const { observed } = this.settled;
    return this.settled.observe(thetas.map(this.cell)).map((row) => {
      const sum = row.reduce((total, value, i) => total + ((value - (observed[i] ?? NaN)) / (sigma[i] ?? NaN)) ** 2, 0);
      return Number.isFinite(sum) ? sum : Infinity;
    });
  }

  /** chi2 of the clamp in a simulated row of any of the problems, in the record's own SDs. */
  clampChi2(simulated: Float64Array): number {
    const { observed, sigma } = this.clamp;
    return observed.reduce((sum, value, i) => sum + ((value - (simulated[i] ?? NaN)) / (sigma[i] ?? NaN)) ** 2, 0);
  }

  private inflated(factor: number): ObservedPart {
    return { ...this.clamp, sigma: this.clamp.sigma.map((sd) => sd * factor) };
  }

  private followed(timeConstantMs: number, sigma: typeof LEADING): ObservedPart {
    return {
      observed: this.follow.observed,
      sigma: this.follow.sigma(timeConstantMs, sigma),
      simulate: (thetas) => this.follow.observe(thetas.map(this.cell), timeConstantMs),
    };
  }
}
