import type { RecordedBlock } from './sink.ts';

/** One whole sweep; `number` is its place in the train. */
export interface Sweep {
  readonly number: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** Cuts the samples of a train into whole sweeps. One with a lost sample is left out. */
export class SweepCollector {
  private readonly period: number;
  private readonly samples: number;
  private readonly take: (sweep: Sweep) => void;
  private voltageMv: Float32Array;
  private currentPa: Float32Array;
  private number = 0;
  private filled = 0;

  /** @param period samples from sweep to sweep; not whole at every rate */
  constructor(period: number, take: (sweep: Sweep) => void) {
    const samples = Math.floor(period);
    this.period = period;
    this.samples = samples;
    this.take = take;
    this.voltageMv = new Float32Array(samples);
    this.currentPa = new Float32Array(samples);
  }

  block({ firstSample, voltageMv, currentPa }: RecordedBlock): void {
    for (let i = 0; i < voltageMv.length; i++) {
      const number = Math.floor((firstSample + i) / this.period + 1e-9);
      if (number !== this.number) this.begin(number);
      const at = firstSample + i - Math.ceil(number * this.period - 1e-6);
      if (at < 0 || at >= this.samples) continue;
      this.voltageMv[at] = voltageMv[i]!;
      this.currentPa[at] = currentPa[i]!;
      if (++this.filled === this.samples) this.take({ number, voltageMv: this.voltageMv, currentPa: this.currentPa });
    }
  }

  private begin(number: number): void {
    this.number = number;
    this.filled = 0;
    this.voltageMv = new Float32Array(this.samples);
    this.currentPa = new Float32Array(this.samples);
  }
}
