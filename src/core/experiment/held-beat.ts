import type { RecordedBeat } from '../beat/recorded-beat.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { LoadedGrid, PopulationKernel } from '../simulate/kernel.ts';
import { beatGrid, HELD_GRID } from './beat-grid.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { withLeak } from './electrode.ts';

/** Time constant at which the membrane is held to the recorded potential, ms. */
const HELD_MS = 1;
/**
 * First seconds, then leaps that extrapolate the change of sodium and potassium per beat: in total the 100 s that a twin is settled for.
 */
const FIRST_MS = 4000;
const LEAPS = 4;
const LEAP_MS = 22_000;
const BETWEEN_MS = 1500;
/** Largest leap of a concentration, mM. */
const FARTHEST_MM = 4;

/**
 * Cells that are driven by a recorded beat until calcium, sodium and potassium have adapted to it. Only then can a model cell be compared
 * with the beat. Holds its grid in the kernel's memory: make one per recorded beat.
 */
export class HeldBeat {
  readonly kernel: PopulationKernel;
  readonly beat: RecordedBeat;
  private readonly grid: LoadedGrid;
  private readonly meanMv: number;
  /** Potassium from the pipette in each lane in place of the seal leak, mM/ms. */
  private readonly gained = new Float64Array(LANES);
  /** Sodium's drift in each lane at the last leap, mM in 10 s. */
  readonly sodiumDrift = new Float64Array(LANES);

  constructor(kernel: PopulationKernel, beat: RecordedBeat) {
    this.kernel = kernel;
    this.beat = beat;
    this.grid = kernel.loadGrid(beatGrid(beat, HELD_GRID));
    this.meanMv = beat.voltageMv.subarray(1).reduce((sum, mv) => sum + mv, 0) / (beat.voltageMv.length - 1);
  }

  /** @param cells up to four; the kernel's lanes keep their final states */
  hold(cells: readonly ClampedCell[]): void {
    const { kernel, beat } = this;
    const { model } = kernel;
    const voltage = model.stateIndex('v');
    kernel.setCells(
      kernel.modes.membrane,
      cells.map(({ values, artefacts }) => withLeak(values, artefacts, model)),
    );
    cells.forEach(({ artefacts }, lane) => {
      this.gained[lane] = -artefacts.leakNsPf * (this.meanMv + artefacts.offsetMv) * model.mmPerCharge;
      kernel.shiftState(voltage, lane, (beat.voltageMv[0] ?? NaN) + artefacts.offsetMv - kernel.getState(voltage, lane));
    });
    this.impose(cells);
    this.repeat(cells.length, FIRST_MS);
    for (let leap = 0; leap < LEAPS; leap++) this.leap(cells.length);
    this.repeat(cells.length, BETWEEN_MS);
  }

  /** Holds the lanes' membranes to the recorded potential, whatever current that takes. */
  impose(cells: readonly ClampedCell[]): void {
    this.couple(cells, HELD_MS);
  }

  /**
   * Pulls the lanes' membranes to the recorded potential with a time constant, ms. The kernel's electrode mode then records (recorded -
   * own) / it.
   */
  couple(cells: readonly ClampedCell[], timeConstantMs: number): void {
    const coupling = 1 / timeConstantMs;
    this.kernel.setElectrodes(
      cells.map(({ artefacts }) => ({ coupling, predictionGain: 0, estimateRate: coupling, cancel: 0, offset: artefacts.offsetMv })),
    );
  }

  /** Potassium from the pipette during this time behind the coupling, where the model assumes that an amplifier supplies the leak. */
  feed(lanes: number, ms: number): void {
    const { potassium } = this.kernel.model.history;
    if (potassium === null) return;
    const state = this.kernel.model.placeOf(potassium);
    for (let lane = 0; lane < lanes; lane++) this.kernel.shiftState(state, lane, (this.gained[lane] ?? NaN) * ms);
  }

  private repeat(lanes: number, ms: number): number {
    const periods = Math.max(1, Math.ceil(ms / this.beat.periodMs));
    for (let i = 0; i < periods; i++) {
      this.kernel.electrode(this.grid);
      this.feed(lanes, this.beat.periodMs);
    }
    return periods * this.beat.periodMs;
  }

  private leap(lanes: number): void {
    const { kernel } = this;
    const { model } = kernel;
    const { sodium, potassium } = model.history;
    const moving = [sodium, potassium].flatMap((name) => (name === null ? [] : [model.placeOf(name)]));
    const before = moving.map((state) => Array.from({ length: lanes }, (_, lane) => kernel.getState(state, lane)));
    const ms = this.repeat(lanes, BETWEEN_MS);
    moving.forEach((state, i) => {
      for (let lane = 0; lane < lanes; lane++) {
        const rate = (kernel.getState(state, lane) - (before[i]?.[lane] ?? NaN)) / ms;
        if (i === 0 && sodium !== null) this.sodiumDrift[lane] = 10_000 * rate;
        kernel.shiftState(state, lane, Math.max(-FARTHEST_MM, Math.min(FARTHEST_MM, rate * LEAP_MS)));
      }
    });
  }
}
