/** Largest currents of a recording under a command, pA; negative: inward. */
export interface LargestCurrents {
  /** From 5 ms after each step or ramp of more than 1 mV/ms on, and in slower ramps: what the clamp has had time for. */
  readonly slowPa: number;
  /**
   * Inward from 0.2 to 5 ms after a step up to where INa opens, and in a ramp that rises there by more than 1 mV/ms: capacitive
   * currents are outward there; 0: none.
   */
  readonly sodiumPa: number;
}

/** A current, pA, and the voltage that the series resistance takes from the command for it, mV. */
export interface CurrentError {
  readonly currentPa: number;
  readonly errorMv: number;
}

/** Clamp errors of a recording: that of slow currents is judged, that of INa is reported apart; null: no step opened it. */
export interface ClampErrors {
  readonly slow: CurrentError;
  readonly sodium: CurrentError | null;
}

/** A change of the command from one sample to the next that counts as a step, mV. */
const STEP_MV = 5;
const FAST_MS = 5;
/** Until then the output filter still shows the current before the step. */
const FILTERED_MS = 0.2;
/** INa opens above this, mV. */
const SODIUM_ABOVE_MV = -70;

/** A ramp that moves further in 5 ms is fast: it is capacitive and leaves tails, which are no slow currents, and upwards it opens INa. */
const FAST_RAMP_MV = 5;

/** Finds the largest slow current and the largest of INa of a recording block by block. */
export class LargestCurrentsWatch {
  private readonly fastSamples: number;
  private sinceStep = Infinity;
  private sinceRamp = Infinity;
  private readonly filteredSamples: number;
  private opensSodium = false;
  private beforeMv = Number.NaN;
  /** Commands of the last 5 ms, in a ring: a ramp is what they have gained. */
  private readonly recentMv: Float32Array;
  private at = 0;
  private slow = 0;
  private sodium = 0;

  constructor(sampleRateHz: number) {
    this.fastSamples = Math.ceil((FAST_MS * sampleRateHz) / 1000);
    this.filteredSamples = Math.ceil((FILTERED_MS * sampleRateHz) / 1000);
    this.recentMv = new Float32Array(this.fastSamples).fill(Number.NaN);
  }

  block(voltageMv: Float32Array, currentPa: Float32Array): void {
    for (let i = 0; i < voltageMv.length; i++) {
      const command = voltageMv[i]!;
      // A sample at a step shows the command before it: the current after it is the fast one.
      if (Math.abs(command - this.beforeMv) > STEP_MV) {
        this.sinceStep = 0;
        this.opensSodium = command > Math.max(this.beforeMv, SODIUM_ABOVE_MV);
        this.recentMv.fill(command);
      } else if (command !== this.beforeMv && Math.abs(command - this.recentMv[this.at]!) > FAST_RAMP_MV) {
        this.sinceRamp = 0;
        if (command > Math.max(this.beforeMv, SODIUM_ABOVE_MV)) {
          // A ramp has no transient to leave out.
          this.sinceStep = this.filteredSamples;
          this.opensSodium = true;
        }
      }
      const current = currentPa[i]!;
      if (this.sinceStep >= this.fastSamples) {
        if (this.sinceRamp >= this.fastSamples && Math.abs(current) > Math.abs(this.slow)) this.slow = current;
      } else if (this.opensSodium && this.sinceStep >= this.filteredSamples) this.sodium = Math.min(this.sodium, current);
      this.recentMv[this.at] = command;
      this.at = (this.at + 1) % this.fastSamples;
      this.beforeMv = command;
      this.sinceStep++;
      this.sinceRamp++;
    }
  }

  get largest(): LargestCurrents {
    return { slowPa: this.slow, sodiumPa: this.sodium };
  }
}

/** Voltage that the series resistance takes from the command, mV: I x Rs x (1 - corrected share). */
export function clampErrorMv(currentPa: number, seriesResistanceMohm: number, correctionPercent: number): number {
  return Math.abs(currentPa) * seriesResistanceMohm * (1 - correctionPercent / 100) * 1e-3;
}

export function clampErrors({ slowPa, sodiumPa }: LargestCurrents, seriesResistanceMohm: number, correctionPercent: number): ClampErrors {
  const of = (currentPa: number): CurrentError => ({
    currentPa,
    errorMv: clampErrorMv(currentPa, seriesResistanceMohm, correctionPercent),
  });
  return { slow: of(slowPa), sodium: sodiumPa < 0 ? of(sodiumPa) : null };
}
