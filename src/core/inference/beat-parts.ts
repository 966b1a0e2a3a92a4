import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { FollowedBeat } from '../experiment/followed-beat.ts';
import type { SettledBeat, SettledSigma } from '../experiment/settled-beat.ts';
import { jointProblem, withoutGaps, type ObservedPart } from './joint-problem.ts';
import type { LearnedPrior } from './learned-prior.ts';
import { KeptSensitivities } from './kept-sensitivities.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';

/** Largest SDs of a followed beat: while it guides the fit, and where the settled beat is fitted. */
const LEADING = { mostMv: 1, lateMs: 3 };
const BESIDE = { mostMv: 2, lateMs: 3 };
/**
 * Paced beats are followed at this time constant, ms: nearly the current of a clamp. They count half, since the concentrations follow a new
 * rate for minutes (docs/adr/0081).
 */
const PACED_MS = 5;
const PACED_INFLATION = 2;
/**
 * Cells that beat slowly are near to rest: differences are this much shorter, or they would stop the cell. From this cycle length on, ms.
 */
const SLOW_MS = 1200;
const SHORTER = 6;
/** See KeptSensitivities. */
const MOST_MOVES = 3;

/** Recordings of one cell: its clamp current, its free potential and paced ones. */
export class BeatParts {
  readonly parameters: readonly FitParameter[];
  private readonly clamp: ObservedPart;
  private readonly cell: (theta: Float64Array) => ClampedCell;
  private readonly follow: FollowedBeat;
  readonly settled: SettledBeat;
  private readonly prior: LearnedPrior | null;
  private readonly paced: readonly FollowedBeat[];

  /** @param clamp with the SDs that the record itself has @param cell that a point of the fit describes */
  constructor(
    parameters: readonly FitParameter[],
    clamp: ObservedPart,
    cell: (theta: Float64Array) => ClampedCell,
    follow: FollowedBeat,
    settled: SettledBeat,
    prior: LearnedPrior | null = null,
    paced: readonly FollowedBeat[] = [],
  ) {
    this.paced = paced;
    this.prior = prior;
    this.parameters = parameters;
    this.clamp = clamp;
    this.cell = cell;
    this.follow = follow;
    this.settled = settled;
  }

  /** The clamp alone, its SDs so many times as large. */
  clampAlone(inflation = 1): FitProblem {
    return this.problem([this.inflated(inflation)]);
  }

  /** Clamp and followed beats. */
  following(timeConstantMs: number, inflation: number): FitProblem {
    return this.problem([this.inflated(inflation), ...this.followed(timeConstantMs, LEADING)]);
  }

  /**
   * The settled beat as a part of problems: its sensitivities, by far the slowest, are kept along a fit and from one fit to the next.
   * @param parameters with the differences that they are measured by
   */
  settledPart(parameters: readonly FitParameter[]): (sds: SettledSigma) => ObservedPart {
    const { observed } = this.settled;
    const part = withoutGaps({ observed, sigma: observed, simulate: (thetas) => this.settled.observe(thetas.map(this.cell)) });
    const kept = new KeptSensitivities(parameters, part.simulate, MOST_MOVES);
    return (sds) => ({
      ...part,
      sigma: this.settled.sigma(sds),
      sensitivities: (theta, simulated) => kept.at(theta, simulated),
    });
  }

  /** The parameters with differences that do not stop a cell which beats slowly. @param cycleLengthMs null where it rests */
  differences(cycleLengthMs: number | null): readonly FitParameter[] {
    if ((cycleLengthMs ?? 0) <= SLOW_MS) return this.parameters;
    return this.parameters.map((parameter) => ({ ...parameter, step: parameter.step / SHORTER }));
  }

  /** Clamp, followed and settled beats. @param inflation factor on the clamp's SDs @param followedInflation on those of followed beats */
  settling(timeConstantMs: number, settled: ObservedPart, inflation: number, followedInflation = 1): FitProblem {
    const followed = this.followed(timeConstantMs, BESIDE).map((part) => inflated(part, followedInflation));
    return this.problem([this.inflated(inflation), ...followed, settled]);
  }

  get learned(): boolean {
    return this.prior !== null;
  }

  /** Where the prior is highest. */
  get middle(): Float64Array {
    return this.prior?.centre ?? new Float64Array(this.parameters.length);
  }

  private problem(parts: readonly ObservedPart[]): FitProblem {
    return { ...jointProblem(this.parameters, parts), ...this.prior };
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
    return inflated(this.clamp, factor);
  }

  /** The free beat at a time constant, ms, and the paced ones. */
  private followed(timeConstantMs: number, sigma: typeof LEADING): ObservedPart[] {
    const part = (beat: FollowedBeat, ms: number): ObservedPart => ({
      observed: beat.observed,
      sigma: beat.sigma(ms, sigma),
      simulate: (thetas) => beat.observe(thetas.map(this.cell), ms),
    });
    return [part(this.follow, timeConstantMs), ...this.paced.map((beat) => inflated(part(beat, PACED_MS), PACED_INFLATION))];
  }
}

function inflated(part: ObservedPart, factor: number): ObservedPart {
  return { ...part, sigma: part.sigma.map((sd) => sd * factor) };
}
