/** Largest currents of a recording under a command, pA, by magnitude. */
export interface LargestCurrents {
  /** From 5 ms after each step of the command on: what the clamp has had time for. */
  readonly slowPa: number;
  /** In the first 5 ms after a step: sodium current and capacitive transients. */
  readonly fastPa: number;
}

/** A change of the command from one sample to the next that counts as a step, mV. */
const STEP_MV = 5;
const FAST_MS = 5;

/** Finds the largest slow and fast currents of a recording block by block. */
export class LargestCurrentsWatch {
  private readonly fastSamples: number;
  private sinceStep = Infinity;
  private beforeMv = Number.NaN;
  private slow = 0;
  private fast = 0;

  constructor(sampleRateHz: number) {
    this.fastSamples = Math.ceil((FAST_MS * sampleRateHz) / 1000);
  }

  block(voltageMv: Float32Array, currentPa: Float32Array): void {
    for (let i = 0; i < voltageMv.length; i++) {
      const command = voltageMv[i]!;
      // A sample at a step shows the command before it: the current after it is the fast one.
      if (Math.abs(command - this.beforeMv) > STEP_MV) this.sinceStep = 0;
      const size = Math.abs(currentPa[i]!);
      if (this.sinceStep < this.fastSamples) this.fast = Math.max(this.fast, size);
      else this.slow = Math.max(this.slow, size);
      this.beforeMv = command;
      this.sinceStep++;
    }
  }

  get largest(): LargestCurrents {
    return { slowPa: this.slow, fastPa: this.fast };
  }
}

/** Voltage that the series resistance takes from the command, mV: I x Rs x (1 - corrected share). */
export function clampErrorMv(currentPa: number, seriesResistanceMohm: number, correctionPercent: number): number {
  return Math.abs(currentPa) * seriesResistanceMohm * (1 - correctionPercent / 100) * 1e-3;
}
