import { segmentEndMv, segmentStartMv, type Protocol, type Segment } from '../protocol/protocol.ts';
import { LANES, STRETCH_ENDS } from '../simulate/kernel-layout.ts';
import { FREE_CHUNK, type AdaptiveStepLimits, type PopulationKernel, type Stretch } from '../simulate/kernel.ts';
import { resample } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, ELECTRODE_HOLD_GRID, longestStep, makeGrid, type GridOptions, type StepGrid } from '../simulate/step-grid.ts';
import type { Artefacts } from './artefacts.ts';
import { electrodeInputs, withLeak } from './electrode.ts';

/**
 * Steps that are accurate for every escaped cell of verify:engine. A tolerance of 0.003 mV leaves errors up to 2.6 % of range. Without
 * `reach` a cell that approaches its threshold for two seconds fires 0.7 s early, though the error of its potential is 0.001 mV per step.
 */
export const ADAPTIVE_STEP_LIMITS: AdaptiveStepLimits = { dtMin: 0.01, toleranceMv: 0.001, reach: 4 };

/** Where currents of adaptive steps are reported: close enough to resolve a sodium spike anywhere. */
const REPORT_GRID: GridOptions = { dtMin: 0.01, growth: 1.06, dtMax: 0.1, rampStepMv: Infinity };

export interface ClampedCell {
  /** Values without leak (that comes from the artefacts). */
  readonly values: Float64Array;
  readonly artefacts: Artefacts;
}

interface Run {
  readonly index: number;
  stretch: number;
  /** Time in the stretch, ms. */
  timeMs: number;
  count: number;
  atMs: Float64Array;
  current: Float64Array;
  readonly report: Float64Array;
}

/**
 * Voltage clamp behind an electrode of any number of cells, each with its own steps: for cells that escape the clamp, whose spikes come
 * at times for which no fixed grid is fine enough. A lane whose cell has finished takes the next one; the result of a cell does not depend
 * on its neighbours.
 */
export class AdaptiveStepRunner {
  /** Grid whose midpoints currents are reported at. */
  readonly grid: StepGrid;
  private readonly kernel: PopulationKernel;
  private readonly holdingMv: number;
  private readonly limits: AdaptiveStepLimits;
  private readonly stretches: readonly Stretch[];
  private readonly address: number;

  constructor(kernel: PopulationKernel, protocol: Protocol, holdMs: number, limits: AdaptiveStepLimits = ADAPTIVE_STEP_LIMITS) {
    this.kernel = kernel;
    this.holdingMv = protocol.holdingMv;
    this.limits = limits;
    this.grid = makeGrid(protocol, REPORT_GRID);
    this.stretches = stretchesOf(protocol, holdMs, limits.dtMin);
    this.address = kernel.loadStretches(this.stretches);
  }

  /** @param onDone called once a cell with its index and its record at the midpoints of the grid, pA/pF, in order of completion */
  run(cells: readonly ClampedCell[], onDone: (index: number, current: Float64Array) => void): void {
    const { kernel } = this;
    let started = 0;
    kernel.startAdaptive();
    const refill = (lane: number): Run | null => {
      const cell = cells[started];
      const [first] = this.stretches;
      if (!cell || !first) return null;
      kernel.setAdaptiveLane(
        lane,
        withLeak(cell.values, cell.artefacts, kernel.model),
        electrodeInputs(cell.artefacts),
        this.holdingMv,
        first,
        this.limits,
      );
      const report = new Float64Array(this.grid.midMs.length);
      return { index: started++, stretch: 0, timeMs: 0, count: 0, atMs: new Float64Array(4096), current: new Float64Array(4096), report };
    };
    const lanes = Array.from({ length: LANES }, (_, lane) => refill(lane));
    while (lanes.some((run) => run !== null)) {
      const chunk = kernel.adaptive(this.address, FREE_CHUNK);
      lanes.forEach((run, lane) => {
        if (!run || !this.follow(run, chunk, lane)) return;
        onDone(run.index, run.report);
        lanes[lane] = refill(lane);
      });
    }
  }

  /** True when the run has ended. */
  private follow(run: Run, chunk: Float32Array, lane: number): boolean {
    const ends = this.limits.dtMin * STRETCH_ENDS;
    for (let i = lane; i < FREE_CHUNK * 2 * LANES; i += 2 * LANES) {
      const dt = chunk[i + LANES] as number;
      if (run.stretch > 0) keep(run, run.timeMs + dt / 2, chunk[i] as number);
      run.timeMs += dt;
      if ((this.stretches[run.stretch]?.durationMs ?? 0) - run.timeMs >= ends) continue;
      this.reportPiece(run);
      run.timeMs = 0;
      if (++run.stretch === this.stretches.length) return true;
    }
    return false;
  }

  private reportPiece(run: Run): void {
    const piece = this.grid.pieces[run.stretch - 1];
    if (!piece) return;
    const times = this.grid.midMs.slice(piece.firstStep, piece.endStep).map((time) => time - piece.startMs);
    resample(run.atMs, run.current, run.count, times, run.report.subarray(piece.firstStep, piece.endStep));
    run.count = 0;
  }
}

function keep(run: Run, atMs: number, current: number): void {
  if (run.count === run.atMs.length) {
    run.atMs = grown(run.atMs);
    run.current = grown(run.current);
  }
  run.atMs[run.count] = atMs;
  run.current[run.count++] = current;
}

function grown(values: Float64Array): Float64Array {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}

/** The hold, then one stretch a segment. */
function stretchesOf(protocol: Protocol, holdMs: number, dtMin: number): Stretch[] {
  const hold: Segment = { kind: 'step', voltageMv: protocol.holdingMv, durationMs: holdMs };
  let before = NaN;
  return [hold, ...protocol.segments].map((segment) => {
    const startMv = segmentStartMv(segment);
    const endMv = segmentEndMv(segment);
    const longestMs = longestStep(segment, segment === hold ? ELECTRODE_HOLD_GRID : ELECTRODE_GRID);
    const jumps = !(Math.abs(startMv - before) <= 1e-6);
    before = endMv;
    return {
      endMv,
      slope: (endMv - startMv) / segment.durationMs,
      durationMs: segment.durationMs,
      longestMs,
      firstMs: jumps ? dtMin : longestMs,
    };
  });
}
