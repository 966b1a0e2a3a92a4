import { risesInto } from './risesInto.ts';

/**
 * Min/max bins of a growing trace: when the bins are full, neighbours merge and a bin stands for twice the samples.
 * Memory and drawing cost stay constant however long the recording is.
 */
export class MinMaxBins {
  readonly capacity: number;
  /** Samples per bin. */
  samplesPerBin = 1;
  /** Bins that reach up to the newest sample. */
  used = 0;
  private readonly low: Float32Array;
  private readonly high: Float32Array;

  /** The usual capacity gives 1,500 to 3,000 drawn points: about two per pixel of a plot. */
  constructor(capacity = 1536) {
    this.capacity = capacity;
    this.low = new Float32Array(capacity).fill(Number.NaN);
    this.high = new Float32Array(capacity).fill(Number.NaN);
  }

  clear(): void {
    this.low.fill(Number.NaN);
    this.high.fill(Number.NaN);
    this.samplesPerBin = 1;
    this.used = 0;
  }

  /** Samples that never came leave their bins empty: a lost stretch stays visible as a gap. */
  add(sample: number, value: number): void {
    if (Number.isNaN(value)) return;
    while (sample >= this.capacity * this.samplesPerBin) this.merge();
    const bin = Math.floor(sample / this.samplesPerBin);
    const low = this.low[bin] as number;
    const high = this.high[bin] as number;
    if (!(value >= low)) this.low[bin] = value;
    if (!(value <= high)) this.high[bin] = value;
    if (bin >= this.used) this.used = bin + 1;
  }

  /** Extremes of `count` samples in unknown order: they count for every bin that the samples reach. */
  addExtremes(firstSample: number, count: number, low: number, high: number): void {
    for (let sample = firstSample; sample < firstSample + count; sample += this.samplesPerBin) {
      this.add(sample, low);
      this.add(sample, high);
    }
  }

  /** The trace through the extremes of each bin, a quarter of a bin before and after its middle; an empty bin gives a gap. */
  zigzag(sampleRateHz: number): { timeMs: number[]; values: (number | null)[] } {
    const timeMs: number[] = [];
    const values: (number | null)[] = [];
    const binMs = (this.samplesPerBin * 1000) / sampleRateHz;
    let before = Number.NaN;
    for (let bin = 0; bin < this.used; bin += 1) {
      const low = this.low[bin] as number;
      const high = this.high[bin] as number;
      if (this.samplesPerBin === 1 || Number.isNaN(low)) {
        timeMs.push(bin * binMs);
        values.push(Number.isNaN(low) ? null : low);
      } else {
        timeMs.push((bin + 0.25) * binMs, (bin + 0.75) * binMs);
        values.push(...(risesInto(before, low, high) ? [low, high] : [high, low]));
      }
      before = (low + high) / 2;
    }
    return { timeMs, values };
  }

  private merge(): void {
    const half = this.capacity / 2;
    for (let bin = 0; bin < half; bin += 1) {
      this.low[bin] = lesser(this.low[2 * bin] as number, this.low[2 * bin + 1] as number);
      this.high[bin] = greater(this.high[2 * bin] as number, this.high[2 * bin + 1] as number);
    }
    this.low.fill(Number.NaN, half);
    this.high.fill(Number.NaN, half);
    this.samplesPerBin *= 2;
    this.used = Math.ceil(this.used / 2);
  }
}

function lesser(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a;
}

function greater(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}
