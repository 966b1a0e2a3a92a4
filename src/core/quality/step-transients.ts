/** The current around one step of the command. */
export interface StepTransient {
  /** Height of the step, mV. */
  readonly stepMv: number;
  /** Current from before the step to its end or 10 ms after it, pA. */
  readonly currentPa: Float64Array;
  /** Sample at whose time the step is: the last one under the level before. */
  readonly stepAt: number;
}

/** No sodium or calcium channel opens, and the rest of the membrane follows slowly, at potentials below this, mV. */
export const PASSIVE_BELOW_MV = -70;
const LEAST_STEP_MV = 10;
/** A command that stays within this is held, mV. */
const HELD_MV = 2;
/** Time held before a step, of which the last part is kept, and time after it, ms. */
const HELD_BEFORE_MS = 5;
const BEFORE_MS = 3;
const LEAST_AFTER_MS = 5;
const AFTER_MS = 10;
/** More say nothing new. */
const MOST = 24;

/**
 * Finds the steps of a recording that show the capacitive transient of a nearly passive membrane: from one held potential below
 * `PASSIVE_BELOW_MV` to another. Takes the samples block by block and keeps only the steps.
 */
export class StepTransients {
  readonly found: StepTransient[] = [];
  private readonly samples: (ms: number) => number;
  private expected = 0;
  private levelMv = Number.NaN;
  private held = 0;
  private before: number[] = [];
  private open: { readonly stepMv: number; readonly currentPa: number[]; readonly stepAt: number } | null = null;

  constructor(sampleRateHz: number) {
    this.samples = (ms) => Math.ceil((ms * sampleRateHz) / 1000);
  }

  block(firstSample: number, voltageMv: Float32Array, currentPa: Float32Array): void {
    // Across lost samples no step is known.
    if (firstSample !== this.expected) this.lose();
    this.expected = firstSample + currentPa.length;
    for (let i = 0; i < currentPa.length; i++) this.take(voltageMv[i]!, currentPa[i]!);
  }

  private take(commandMv: number, currentPa: number): void {
    if (!(Math.abs(commandMv - this.levelMv) <= HELD_MV)) this.change(commandMv);
    this.held++;
    this.open?.currentPa.push(currentPa);
    if (this.open !== null && this.open.currentPa.length > this.open.stepAt + this.samples(AFTER_MS)) this.close();
    this.before.push(currentPa);
    // Shortened now and then only: an array that loses its first element at every sample is slow.
    if (this.before.length > 8 * this.samples(BEFORE_MS)) this.before = this.before.slice(-this.samples(BEFORE_MS));
  }

  private change(commandMv: number): void {
    this.close();
    const stepMv = commandMv - this.levelMv;
    const isPassive = Math.max(commandMv, this.levelMv) <= PASSIVE_BELOW_MV;
    if (isPassive && Math.abs(stepMv) >= LEAST_STEP_MV && this.held >= this.samples(HELD_BEFORE_MS) && this.found.length < MOST) {
      const kept = this.before.slice(-this.samples(BEFORE_MS));
      this.open = { stepMv, currentPa: kept, stepAt: kept.length - 1 };
    }
    this.levelMv = commandMv;
    this.held = 0;
  }

  private close(): void {
    const { open } = this;
    this.open = null;
    if (open === null || open.currentPa.length - open.stepAt <= this.samples(LEAST_AFTER_MS)) return;
    this.found.push({ ...open, currentPa: Float64Array.from(open.currentPa) });
  }

  private lose(): void {
    this.open = null;
    this.levelMv = Number.NaN;
    this.held = 0;
    this.before = [];
  }
}
