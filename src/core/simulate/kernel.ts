import type { CellModel } from '../cell/cell-model.ts';
import { CELL_MODELS } from '../cell/models.ts';
import {
  CLAMP_WORDS,
  CLAMP_WORD_COUNT,
  GRID_BYTES,
  LANES,
  STRETCH_FLOATS,
  WORD_BYTES,
  isOfStep,
  kernelModes,
  layoutSignature,
  observedOutputs,
  type KernelMode,
} from './kernel-layout.ts';
import type { StepGrid } from './step-grid.ts';

type KernelFunction = (cell: number, state: number, cache: number, clamp: number, grid: number, out: number, steps: number) => void;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly ideal: KernelFunction;
  readonly electrode: KernelFunction;
  readonly adaptive: KernelFunction;
  readonly free: KernelFunction;
  readonly paced: KernelFunction;
  readonly freeLong: KernelFunction;
  readonly pacedLong: KernelFunction;
  readonly observed: KernelFunction;
  readonly layout: WebAssembly.Global;
  readonly cacheSlots: WebAssembly.Global;
}

/** A grid placed in the kernel's memory. */
export interface LoadedGrid {
  readonly address: number;
  readonly steps: number;
  /** Steps that fit at the address. */
  readonly room: number;
}

/** Parameters, electrodes and states of all lanes, to go on from later. */
export interface KernelSnapshot {
  readonly cellAndState: Float32Array;
  readonly clamp: Float32Array;
}

/** See membraneStep. */
export type ElectrodeInputs = Readonly<Record<(typeof ELECTRODE_INPUTS)[number], number>>;
const ELECTRODE_INPUTS = ['coupling', 'predictionGain', 'estimateRate', 'cancel', 'offset'] as const;
/** Longer than any run: remaining time of a lane whose stretches have ended. */
const FOREVER_MS = 1e30;

/** A stretch of the command for a cell with adaptive steps: it ends at endMv after durationMs and changes by slope (mV/ms). */
export interface Stretch {
  readonly endMv: number;
  readonly slope: number;
  readonly durationMs: number;
  /** Longest step, and longest first step, ms. */
  readonly longestMs: number;
  readonly firstMs: number;
}

/** Limits of adaptive steps. */
export interface AdaptiveStepLimits {
  /** Shortest step, ms. */
  readonly dtMin: number;
  /** Target error of the predicted membrane potential, mV. */
  readonly toleranceMv: number;
  /** The longest step times the distance of the membrane from the command, mV ms. */
  readonly reach: number;
}

export interface FreeLimits {
  readonly dtMin: number;
  readonly dtMax: number;
  /** Target for the largest change of the membrane potential in a step, mV. */
  readonly dvMax: number;
  /**
   * Absent: what a step is predicted from is held. Else it is extrapolated from the last two steps: target for the error of the predicted
   * potential at the midpoint, mV, and the factor from one step to the next at most.
   */
  readonly extrapolated?: { readonly toleranceMv: number; readonly growth: number };
}

/** Stimulus of paced cells. */
export interface Pacing {
  readonly periodMs: number;
  readonly durationMs: number;
  /** Injected current, A/F; positive depolarises. */
  readonly amplitude: number;
}

/** @throws Error for a stimulus that does not fit its period */
export function checkPacing({ periodMs, durationMs, amplitude }: Pacing): void {
  if (!(durationMs > 0 && periodMs > durationMs) || !Number.isFinite(periodMs) || !Number.isFinite(amplitude)) {
    throw new Error(
      `Stimulus: expected a duration above 0 and shorter than the period, and a finite current; got ${durationMs} ms every ` +
        `${periodMs} ms, ${amplitude} A/F.`,
    );
  }
}

export const FREE_LIMITS: FreeLimits = { dtMin: 0.05, dtMax: 1, dvMax: 1.5 };
/** Long steps where the potential changes evenly: a third of the steps at the same error. */
export const LONG_STEPS: FreeLimits = { ...FREE_LIMITS, dtMax: 8, extrapolated: { toleranceMv: 0.003, growth: 1.2 } };

/** Steps a call of `free` or `adaptive` writes; first calls run in the slow baseline tier, so calls are kept short. */
export const FREE_CHUNK = 512;

/**
 * The population kernel: four cells at once in 32-bit SIMD, from a binary of resources/kernel, one for each cell model. Not shared between
 * threads; make one per worker.
 */
export class PopulationKernel {
  readonly model: CellModel;
  readonly modes: ReturnType<typeof kernelModes>;
  private readonly exports: KernelExports;
  private readonly start: Float64Array;
  private readonly stateWords: number;
  private readonly added: number;
  private top: number;
  private readonly cell: number;
  private readonly state: number;
  private readonly cache: number;
  private readonly clamp: number;
  /** Whether unclamped cells take long steps. */
  private long = false;
  private out = 0;
  private outBytes = 0;

  private constructor(exports: KernelExports, model: CellModel) {
    this.exports = exports;
    this.model = model;
    this.modes = kernelModes(model);
    this.start = model.initialState();
    this.stateWords = model.states.length;
    this.added = model.index('dynamicClamp.IK1');
    this.top = 1024;
    this.cell = this.reserve(256 * WORD_BYTES);
    this.state = this.reserve(this.stateWords * WORD_BYTES);
    this.cache = this.reserve(Number(exports.cacheSlots.value) * WORD_BYTES);
    this.clamp = this.reserve(CLAMP_WORD_COUNT * WORD_BYTES);
  }

  /** The signature of the binary identifies its cell. @throws Error when it was built for other equations than this program has. */
  static async load(binary: BufferSource): Promise<PopulationKernel> {
    const { instance } = await WebAssembly.instantiate(binary);
    const exports = instance.exports as unknown as KernelExports;
    const model = CELL_MODELS.find((candidate) => layoutSignature(candidate) === exports.layout.value);
    if (!model) {
      throw new Error('The population kernel was built from other equations than this program has. Run "npm run build:kernel".');
    }
    return new PopulationKernel(exports, model);
  }

  /** @param over a grid that is no longer needed; its memory is reused where it is large enough, as memory is never freed */
  loadGrid(grid: StepGrid, over?: LoadedGrid): LoadedGrid {
    const steps = grid.dtMs.length;
    const reused = over !== undefined && over.room >= steps;
    const room = reused ? over.room : steps;
    const address = reused ? over.address : this.reserve(steps * GRID_BYTES);
    const view = new DataView(this.exports.memory.buffer);
    let lastV = NaN;
    let lastDt = NaN;
    for (let i = 0; i < steps; i++) {
      const v = Math.fround(grid.commandMv[i] ?? 0);
      const dt = Math.fround(grid.dtMs[i] ?? 0);
      view.setFloat32(address + i * GRID_BYTES, v, true);
      view.setFloat32(address + i * GRID_BYTES + 4, dt, true);
      view.setInt32(address + i * GRID_BYTES + 8, v !== lastV ? 3 : dt !== lastDt ? 2 : 0, true);
      lastV = v;
      lastDt = dt;
    }
    return { address, steps, room };
  }

  snapshot(): KernelSnapshot {
    return {
      cellAndState: this.floats(this.cell, (this.cache - this.cell) / 4).slice(),
      clamp: this.floats(this.clamp, CLAMP_WORD_COUNT * LANES).slice(),
    };
  }

  /** The next grid begins with a new voltage, so the cache is not needed. */
  restore({ cellAndState, clamp }: KernelSnapshot): void {
    this.floats(this.cell, cellAndState.length).set(cellAndState);
    this.floats(this.clamp, clamp.length).set(clamp);
  }

  /** Puts up to four cells (values of the model) into the lanes, from the published initial state. Idle lanes repeat the last. */
  setCells(mode: KernelMode, cells: readonly Float64Array[]): void {
    this.setParameters(mode, cells);
    const state = this.floats(this.state, this.stateWords * LANES);
    for (let i = 0; i < this.start.length; i++) state.fill(this.start[i] ?? 0, i * LANES, (i + 1) * LANES);
  }

  /** The same without changing the states: another mode continues with the cells. */
  setParameters(mode: KernelMode, cells: readonly Float64Array[]): void {
    const words = this.floats(this.cell, 256 * LANES);
    for (let lane = 0; lane < LANES; lane++) {
      const values = cells[Math.min(lane, cells.length - 1)];
      if (!values) throw new Error('Expected one to four cells, got none.');
      const prepared = mode.engine.prepare(values);
      for (let i = 0; i < prepared.length; i++) words[i * LANES + lane] = prepared[i] ?? 0;
    }
  }

  /** Sets one state of all lanes, in its units. */
  setState(index: number, value: number): void {
    this.floats(this.state, this.stateWords * LANES).fill(value, index * LANES, (index + 1) * LANES);
  }

  /** Adds to one state of one lane, in its units. */
  shiftState(index: number, lane: number, by: number): void {
    const states = this.floats(this.state, this.stateWords * LANES);
    const at = index * LANES + lane;
    states[at] = (states[at] ?? NaN) + by;
  }

  getState(index: number, lane: number): number {
    return this.floats(this.state, this.stateWords * LANES)[index * LANES + lane] ?? NaN;
  }

  /** Electrode and amplifier of each lane; idle lanes repeat the last. */
  setElectrodes(perLane: readonly ElectrodeInputs[]): void {
    const words = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    words.fill(0);
    for (let lane = 0; lane < LANES; lane++) {
      const inputs = perLane[Math.min(lane, perLane.length - 1)];
      if (!inputs) throw new Error('Expected one to four electrodes, got none.');
      for (const name of ELECTRODE_INPUTS) {
        words[CLAMP_WORDS[name] * LANES + lane] = inputs[name];
      }
    }
  }

  /** Total current at the midpoints, [step][lane]; a view that the next call overwrites. */
  ideal(grid: LoadedGrid): Float32Array {
    return this.run(this.exports.ideal, grid.address, grid.steps, WORD_BYTES);
  }

  /** The record through electrode and amplifier at the midpoints, pA/pF, [step][lane]; a view as above. */
  electrode(grid: LoadedGrid): Float32Array {
    return this.run(this.exports.electrode, grid.address, grid.steps, WORD_BYTES);
  }

  /** Places the stretches of cells with adaptive steps in the kernel's memory; lanes rest after the last. */
  loadStretches(stretches: readonly Stretch[]): number {
    const last = stretches.at(-1);
    if (!last) throw new Error('Expected at least one stretch to simulate cells through, got none.');
    const rest: Stretch = { ...last, slope: 0, durationMs: FOREVER_MS };
    const address = this.reserve((stretches.length + 1) * 4 * STRETCH_FLOATS);
    const words = this.floats(address, (stretches.length + 1) * STRETCH_FLOATS);
    [...stretches, rest].forEach((s, i) => words.set([s.endMv, s.slope, s.durationMs, s.longestMs, s.firstMs], i * STRETCH_FLOATS));
    return address;
  }

  /** Empties the lanes for adaptive steps. */
  startAdaptive(): void {
    this.floats(this.clamp, CLAMP_WORD_COUNT * LANES).fill(0);
  }

  /**
   * Puts a cell in the published initial state, its membrane at `voltageMv`, at the start of the stretches into one lane; the other lanes
   * continue.
   */
  setAdaptiveLane(
    lane: number,
    values: Float64Array,
    electrode: ElectrodeInputs,
    voltageMv: number,
    first: Stretch,
    limits: AdaptiveStepLimits,
  ): void {
    this.setLane(this.modes.membrane, lane, values);
    const state = this.floats(this.state, this.stateWords * LANES);
    for (const name of ['v', 'vEstimate'] as const) state[this.model.stateIndex(name) * LANES + lane] = voltageMv;
    const words = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    const set = (word: number, value: number): void => void (words[word * LANES + lane] = value);
    for (const word of Object.values(CLAMP_WORDS)) set(word, 0);
    for (const name of ELECTRODE_INPUTS) set(CLAMP_WORDS[name], electrode[name]);
    set(CLAMP_WORDS.endMv, first.endMv);
    set(CLAMP_WORDS.slope, first.slope);
    set(CLAMP_WORDS.left, first.durationMs);
    set(CLAMP_WORDS.dtMax, first.longestMs);
    set(CLAMP_WORDS.dtMin, limits.dtMin);
    set(CLAMP_WORDS.dt, Math.min(limits.dtMin, first.durationMs));
    set(CLAMP_WORDS.tolerance, limits.toleranceMv);
    set(CLAMP_WORDS.reach, limits.reach);
  }

  /** One chunk of adaptive steps: per step, the record at its midpoint as `electrode` gives it [4 lanes] and the dt taken [4 lanes]. */
  adaptive(stretches: number, steps: number = FREE_CHUNK): Float32Array {
    return this.run(this.exports.adaptive, stretches, steps, 2 * WORD_BYTES);
  }

  /** Prepares free running (no electrode). */
  startFree(limits: FreeLimits): void {
    const words = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    words.fill(0);
    const set = (word: number, value: number): void => void words.fill(value, word * LANES, (word + 1) * LANES);
    set(CLAMP_WORDS.dtMin, limits.dtMin);
    set(CLAMP_WORDS.dtMax, limits.dtMax);
    set(CLAMP_WORDS.dvMax, limits.dvMax);
    set(CLAMP_WORDS.tolerance, limits.extrapolated?.toleranceMv ?? Infinity);
    set(CLAMP_WORDS.growth, limits.extrapolated?.growth ?? Infinity);
    this.long = limits.extrapolated !== undefined;
    set(CLAMP_WORDS.lookAhead, this.long ? 1 : 0);
    set(CLAMP_WORDS.dtBefore, FOREVER_MS);
    set(CLAMP_WORDS.dt, limits.dtMin);
  }

  /** Puts a cell in the published initial state into one lane of free running; the other lanes continue. */
  setFreeLane(lane: number, values: Float64Array, limits: FreeLimits): void {
    if (values[this.added] !== 0)
      throw new Error('Free lanes have no dynamic clamp; expected the added IK1 to be 0. Use the paced kernel.');
    this.setLane(this.modes.free, lane, values);
    this.floats(this.clamp, CLAMP_WORD_COUNT * LANES)[CLAMP_WORDS.dt * LANES + lane] = limits.dtMin;
  }

  /** Gives one lane other values without changing its state; the other lanes continue. */
  setLaneParameters(mode: KernelMode, lane: number, values: Float64Array): void {
    const prepared = mode.engine.prepare(values);
    const words = this.floats(this.cell, prepared.length * LANES);
    for (let i = 0; i < prepared.length; i++) words[i * LANES + lane] = prepared[i] ?? 0;
  }

  private setLane(mode: KernelMode, lane: number, values: Float64Array): void {
    this.setLaneParameters(mode, lane, values);
    const state = this.floats(this.state, this.stateWords * LANES);
    for (let i = 0; i < this.start.length; i++) state[i * LANES + lane] = this.start[i] ?? 0;
  }

  /** One chunk of free running: per step, membrane potential at its end [4 lanes] and the dt taken [4 lanes]. */
  free(steps: number = FREE_CHUNK): Float32Array {
    return this.run(this.long ? this.exports.freeLong : this.exports.free, 0, steps, 2 * WORD_BYTES);
  }

  /** Prepares pacing; the first stimulus begins at once. Cells are set with modes.paced. */
  startPaced(limits: FreeLimits, pacing: Pacing): void {
    checkPacing(pacing);
    this.startFree(limits);
    const words = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    const set = (word: number, value: number): void => void words.fill(value, word * LANES, (word + 1) * LANES);
    set(CLAMP_WORDS.period, pacing.periodMs);
    set(CLAMP_WORDS.duration, pacing.durationMs);
    set(CLAMP_WORDS.amplitude, pacing.amplitude);
    set(CLAMP_WORDS.stimulus, pacing.amplitude);
  }

  /** Prepares the modes that pace for cells without a stimulus: they take the steps of free running. Cells are set with modes.paced. */
  startUnpaced(limits: FreeLimits): void {
    this.startFree(limits);
    this.floats(this.clamp, CLAMP_WORD_COUNT * LANES).fill(FOREVER_MS, CLAMP_WORDS.period * LANES, (CLAMP_WORDS.period + 1) * LANES);
  }

  /** One chunk of pacing, as of free running. */
  paced(steps: number = FREE_CHUNK): Float32Array {
    return this.run(this.long ? this.exports.pacedLong : this.exports.paced, 0, steps, 2 * WORD_BYTES);
  }

  /** The same with what `observedOutputs` names: per step 4 lanes each of the potential, the dt, and every output. */
  observed(steps: number = FREE_CHUNK): Float32Array {
    return this.run(this.exports.observed, 0, steps, (2 + observedOutputs(this.model).length) * WORD_BYTES);
  }

  /** Length of `laneState`. */
  get laneWords(): number {
    return this.stateWords + CLAMP_WORD_COUNT;
  }

  /** States and clamp words of one lane, for `restoreLane`. */
  laneState(lane: number): Float32Array {
    const words = new Float32Array(this.laneWords);
    this.readLane(lane, words, 0);
    return words;
  }

  /** The same into a list, from a place of it on. */
  readLane(lane: number, into: Float32Array, from: number): void {
    const state = this.floats(this.state, this.stateWords * LANES);
    const clamp = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    for (let i = 0; i < this.stateWords; i++) into[from + i] = state[i * LANES + lane] as number;
    for (let i = 0; i < CLAMP_WORD_COUNT; i++) into[from + this.stateWords + i] = clamp[i * LANES + lane] as number;
  }

  /**
   * Puts one lane where it, or another, was.
   * @param words of `laneState`
   * @param started of a lane that has just been started in another mode: all clamp words but those of the next step are taken from it
   */
  restoreLane(lane: number, words: Float32Array, started: Float32Array = words): void {
    const state = this.floats(this.state, this.stateWords * LANES);
    const clamp = this.floats(this.clamp, CLAMP_WORD_COUNT * LANES);
    for (let i = 0; i < this.stateWords; i++) state[i * LANES + lane] = words[i] as number;
    for (let i = 0; i < CLAMP_WORD_COUNT; i++) {
      const from = isOfStep(i) ? words : started;
      clamp[i * LANES + lane] = from[this.stateWords + i] as number;
    }
  }

  /** Time from the last stimulus of a paced lane to its next one, ms. */
  setLanePeriod(lane: number, periodMs: number): void {
    this.floats(this.clamp, CLAMP_WORD_COUNT * LANES)[CLAMP_WORDS.period * LANES + lane] = periodMs;
  }

  private run(kernel: KernelFunction, grid: number, steps: number, bytesPerStep: number): Float32Array {
    const bytes = steps * bytesPerStep;
    if (bytes > this.outBytes) {
      this.out = this.reserve(bytes);
      this.outBytes = bytes;
    }
    kernel(this.cell, this.state, this.cache, this.clamp, grid, this.out, steps);
    return this.floats(this.out, bytes / 4);
  }

  private floats(address: number, count: number): Float32Array {
    return new Float32Array(this.exports.memory.buffer, address, count);
  }

  private reserve(bytes: number): number {
    const address = this.top;
    this.top = (address + bytes + 63) & ~63;
    const missing = this.top - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / 65536));
    return address;
  }
}
