import { LANES } from '../simulate/kernel-layout.ts';
import type { LoadedGrid } from '../simulate/kernel.ts';
import { beatGrid, FOLLOWED_GRID } from './beat-grid.ts';
import type { ClampedCell } from './clamped-cell.ts';
import type { HeldBeat } from './held-beat.ts';
import { inShares, type SimulationHelp } from './simulation-help.ts';

/** SD of a current of the model, A/F: the change of potential that it causes within the time constant counts as no error. */
const CURRENT_SD = 0.02;
/** The same as a share of the current that charges the membrane. */
const CURRENT_SHARE = 0.05;
/** Drift of sodium within 10 s, mM: a cell that gains or loses more has not settled. */
const DRIFT_SD = 0.03;
/** Beats are followed for this long, ms; the first and the last two count. */
const FOLLOWED_MS = 3000;
const MOST_BEATS = 8;

/** Largest errors allowed for cells that are weakly pulled to the recorded potential. */
export interface FollowSigma {
  /** Largest SD, mV. */
  readonly mostMv: number;
  /** Largest error in time, ms. */
  readonly lateMs: number;
}

/**
 * Cells that beat nearly freely. First the recorded beat is imposed on them; then the membrane is only pulled to the recorded potential
 * with a time constant. With a short one the observation is nearly the current of a clamp whose command is the recorded potential: it is
 * smooth in the parameters and defined for cells that do not beat. With a long one it is nearly the cell's own beat. Fits at ever longer
 * time constants lead from the one to the other (synchronisation; Abarbanel et al. 2009, doi:10.1137/090749761).
 * While a stimulus acts on a paced cell its potential is imposed: so much current as that takes, and none is observed.
 */
export class FollowedBeat {
  private readonly held: HeldBeat;
  private readonly help: (timeConstantMs: number) => SimulationHelp | null;
  /** Of the time in which a stimulus acts; null: the cell was free. */
  private readonly stimulated: LoadedGrid | null;
  private readonly grid: LoadedGrid;
  private readonly steps: Int32Array;
  private readonly slopes: Float64Array;
  private readonly beats: number;
  private readonly counted: readonly number[];

  /** @param help of other threads for a time constant, ms */
  constructor(held: HeldBeat, help: (timeConstantMs: number) => SimulationHelp | null = () => null) {
    const { beat } = held;
    this.held = held;
    this.help = help;
    const { stimulatedMs = 0, periodMs } = beat;
    this.stimulated = stimulatedMs > 0 ? held.kernel.loadGrid(beatGrid(beat, FOLLOWED_GRID, [0, stimulatedMs])) : null;
    const grid = beatGrid(beat, FOLLOWED_GRID, [stimulatedMs, periodMs]);
    this.grid = held.kernel.loadGrid(grid);
    const apd90 = beat.features.apd90Ms ?? 0;
    const steps: number[] = [];
    let next = 0;
    grid.midMs.forEach((ms, i) => {
      if (ms < next) return;
      steps.push(i);
      next = ms + spacing(ms - (beat.upstrokeMs ?? 0), beat.upstrokeMs === null, apd90, beat.periodMs);
    });
    this.steps = Int32Array.from(steps);
    this.slopes = Float64Array.from(steps, (i) => slopeAt(grid, i));
    this.beats = beat.upstrokeMs === null ? 3 : Math.max(2, Math.min(MOST_BEATS, Math.ceil(FOLLOWED_MS / beat.periodMs)));
    this.counted = [...new Set([0, this.beats - 2, this.beats - 1])].filter((b) => b >= 0);
  }

  /** Errors of the recorded cell itself: 0 in every observation. */
  get observed(): Float64Array {
    return new Float64Array(this.length);
  }

  get length(): number {
    return this.steps.length * this.counted.length + 1;
  }

  /**
   * SDs of the observations at a time constant, ms: in mV, the last in mM. A paced cell need not have settled, so its drift of sodium does
   * not count.
   */
  sigma(timeConstantMs: number, { mostMv, lateMs }: FollowSigma): Float64Array {
    const sigma = new Float64Array(this.length).fill(this.stimulated === null ? DRIFT_SD : Infinity);
    const flat = Math.min(CURRENT_SD * timeConstantMs, mostMv);
    const late = Math.min(CURRENT_SHARE * timeConstantMs, lateMs);
    this.counted.forEach((_, b) => this.slopes.forEach((slope, q) => (sigma[b * this.slopes.length + q] = Math.hypot(flat, late * slope))));
    return sigma;
  }

  /**
   * What each step of the period (those of beatGrid with FOLLOWED_GRID) gives, in the order of an observation; 0 for the drift of sodium.
   */
  spread(of: (step: number) => number): Float64Array {
    const result = new Float64Array(this.length);
    this.counted.forEach((_, b) => this.steps.forEach((step, q) => (result[b * this.steps.length + q] = of(step))));
    return result;
  }

  /** Simulated less recorded potential of each cell, mV, at the counted times; last the drift of its sodium, mM in 10 s. */
  observe(cells: readonly ClampedCell[], timeConstantMs: number): Float64Array[] {
    return inShares(cells, this.length, this.help(timeConstantMs), (share) => this.simulate(share, timeConstantMs));
  }

  private simulate(cells: readonly ClampedCell[], timeConstantMs: number): Float64Array[] {
    const results = cells.map(() => new Float64Array(this.length));
    for (let i = 0; i < cells.length; i += LANES) this.observeLanes(cells.slice(i, i + LANES), timeConstantMs, results.slice(i, i + LANES));
    return results;
  }

  private observeLanes(cells: readonly ClampedCell[], timeConstantMs: number, into: readonly Float64Array[]): void {
    const { held, steps } = this;
    held.hold(cells);
    into.forEach((result, lane) => (result[this.length - 1] = held.sodiumDrift[lane] ?? NaN));
    held.couple(cells, timeConstantMs);
    for (let beat = 0; beat < this.beats; beat++) {
      if (this.stimulated !== null) {
        held.impose(cells);
        held.kernel.electrode(this.stimulated);
        held.couple(cells, timeConstantMs);
      }
      const current = held.kernel.electrode(this.grid);
      const at = this.counted.indexOf(beat);
      if (at >= 0) {
        into.forEach((result, lane) =>
          steps.forEach((step, q) => (result[at * steps.length + q] = -(current[step * LANES + lane] as number) * timeConstantMs)),
        );
      }
      held.feed(cells.length, held.beat.periodMs);
    }
  }
}

/** Time to the next observation, ms. */
function spacing(sinceUpstrokeMs: number, rests: boolean, apd90: number, periodMs: number): number {
  if (rests) return 50;
  if (sinceUpstrokeMs > -15 && sinceUpstrokeMs < 12) return 1;
  if (sinceUpstrokeMs >= 12 && sinceUpstrokeMs < 1.4 * apd90) return Math.max(3, apd90 / 40);
  return Math.max(6, periodMs / 50);
}

/** Absolute slope of the recorded potential, mV/ms. */
function slopeAt({ midMs, commandMv }: { readonly midMs: Float64Array; readonly commandMv: Float64Array }, i: number): number {
  const [before, after] = [Math.max(0, i - 1), Math.min(midMs.length - 1, i + 1)];
  return Math.abs(((commandMv[after] ?? NaN) - (commandMv[before] ?? NaN)) / ((midMs[after] ?? NaN) - (midMs[before] ?? NaN)));
}
