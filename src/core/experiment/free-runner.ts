import { LANES } from '../simulate/kernel-layout.ts';
import { FREE_CHUNK, FREE_LIMITS, type FreeLimits, type PopulationKernel } from '../simulate/kernel.ts';
import { phenotypeOf, restingPhenotype, type Phenotype } from '../beat/phenotype.ts';

export interface FreeRunnerOptions {
  /** Time before the record, s. */
  readonly settleS: number;
  readonly seconds: number;
  readonly outputDtMs: number;
  readonly limits?: FreeLimits;
  /** A cell that rests during one window of the settling time ends there. */
  readonly rejectResting: boolean;
}

/**
 * A cell rests when its potential moves less than this through a window. Of 600 cells followed to 110 s, 1 in 240 beating ones
 * had such a rest before its first beat; at 1 mV it would be 7.
 */
const REST_RANGE_MV = 0.2;
const REST_WINDOW_MS = 10_000;
/** The first window begins here, after the transient from the initial state. */
const REST_FROM_MS = 10_000;
/** Resting potential above which a cell counts as depolarised, mV; as in analyseBeats. */
const DEPOLARISED_MV = -45;
/** Rest is checked once per this many steps. */
const REST_STRIDE = 8;

interface Run {
  readonly index: number;
  timeMs: number;
  before: number;
  samples: number;
  readonly trace: Float32Array;
  /** Steepest step of the record, mV/ms. */
  steepest: number;
  windowEndMs: number;
  low: number;
  high: number;
}

/**
 * Free running of any number of cells, each with its own steps: a lane whose cell has finished takes the next, so that no lane
 * waits for a slower one. The result of a cell does not depend on its neighbours.
 */
export class FreeRunner {
  private readonly kernel: PopulationKernel;
  private readonly options: FreeRunnerOptions;
  private readonly limits: FreeLimits;
  private readonly settleMs: number;
  private readonly count: number;

  constructor(kernel: PopulationKernel, options: FreeRunnerOptions) {
    this.kernel = kernel;
    this.options = options;
    this.limits = options.limits ?? FREE_LIMITS;
    this.settleMs = options.settleS * 1000;
    this.count = Math.round((options.seconds * 1000) / options.outputDtMs) + 1;
  }

  /**
   * @param onDone called once a cell with its index among `cells`, in order of completion; with its trace, mV every outputDtMs, or null
   * where it ended before the record; and the steepest slope of its own steps in the record, V/s, which a trace is too coarse for
   */
  run(
    cells: Iterable<Float64Array>,
    onDone: (index: number, phenotype: Phenotype, trace: Float32Array | null, dvdtMaxVs: number | null) => void,
  ): void {
    const { kernel } = this;
    const queue = cells[Symbol.iterator]();
    let started = 0;
    kernel.startFree(this.limits);
    const lanes: (Run | null)[] = Array.from({ length: LANES }, () => null);
    const refill = (lane: number): void => {
      const next = queue.next();
      if (next.done === true) {
        lanes[lane] = null;
        return;
      }
      kernel.setFreeLane(lane, next.value, this.limits);
      lanes[lane] = this.begin(started++);
    };
    for (let lane = 0; lane < LANES; lane++) refill(lane);
    while (lanes.some((run) => run !== null)) {
      const chunk = kernel.free(FREE_CHUNK);
      lanes.forEach((run, lane) => {
        if (!run) return;
        const phenotype = this.follow(run, chunk, lane);
        if (!phenotype) return;
        const whole = run.samples >= this.count;
        onDone(run.index, phenotype, whole ? run.trace : null, whole ? run.steepest : null);
        refill(lane);
      });
    }
  }

  private begin(index: number): Run {
    return {
      index,
      timeMs: 0,
      before: NaN,
      samples: 0,
      trace: new Float32Array(this.count),
      steepest: -Infinity,
      windowEndMs: REST_FROM_MS,
      low: Infinity,
      high: -Infinity,
    };
  }

  private follow(run: Run, chunk: Float32Array, lane: number): Phenotype | null {
    const last = chunk[(FREE_CHUNK - 1) * 2 * LANES + lane] as number;
    if (!Number.isFinite(last)) return restingPhenotype('diverged', NaN);
    if (run.timeMs + FREE_CHUNK * this.limits.dtMax < this.settleMs) return this.settle(run, chunk, lane, last);
    return this.sample(run, chunk, lane);
  }

  private settle(run: Run, chunk: Float32Array, lane: number, last: number): Phenotype | null {
    let time = run.timeMs;
    for (let i = lane + LANES; i < FREE_CHUNK * 2 * LANES; i += 2 * LANES) time += chunk[i] as number;
    run.timeMs = time;
    run.before = last;
    if (!this.options.rejectResting) return null;
    for (let i = lane; i < FREE_CHUNK * 2 * LANES; i += 2 * LANES * REST_STRIDE) {
      const v = chunk[i] as number;
      if (v < run.low) run.low = v;
      if (v > run.high) run.high = v;
    }
    if (time < run.windowEndMs) return null;
    const rests = run.windowEndMs > REST_FROM_MS && run.high - run.low < REST_RANGE_MV;
    run.windowEndMs = time + REST_WINDOW_MS;
    run.low = Infinity;
    run.high = -Infinity;
    return rests ? restingPhenotype(last > DEPOLARISED_MV ? 'depolarised' : 'quiescent', last) : null;
  }

  private sample(run: Run, chunk: Float32Array, lane: number): Phenotype | null {
    const { trace } = run;
    const { count, settleMs } = this;
    const dtOut = this.options.outputDtMs;
    let { timeMs: time, samples: k, before: v0, steepest } = run;
    let at = settleMs + k * dtOut;
    for (let i = lane; i < FREE_CHUNK * 2 * LANES; i += 2 * LANES) {
      const dt = chunk[i + LANES] as number;
      const v1 = chunk[i] as number;
      const end = time + dt;
      // Comparisons with NaN, before the first step, are false.
      if (time >= settleMs && k < count && (v1 - v0) / dt > steepest) steepest = (v1 - v0) / dt;
      while (at <= end && k < count) {
        trace[k] = Number.isNaN(v0) ? v1 : v0 + ((v1 - v0) * (at - time)) / dt;
        at = settleMs + ++k * dtOut;
      }
      time = end;
      v0 = v1;
    }
    run.timeMs = time;
    run.samples = k;
    run.before = v0;
    run.steepest = steepest;
    return k < count ? null : phenotypeOf(trace, dtOut);
  }
}
