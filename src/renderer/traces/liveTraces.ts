import type { SampleBlock } from '../../shared/contract/contract.ts';
import { MinMaxBins } from './minMaxBins.ts';
import { TraceSource } from './traceSource.ts';

/** The running recording for display: samples go into bins, the plots are told at most once a frame. */
export class LiveTraces {
  readonly voltage = new TraceSource();
  readonly current = new TraceSource();
  /** Length of the running recording, ms; null when unknown. The plots show the whole of it from the start. */
  totalMs: number | null = null;
  private recordingId: number | null = null;
  private sampleRateHz = 1;
  private readonly voltageBins = new MinMaxBins();
  private readonly currentBins = new MinMaxBins();
  private drawing = false;

  /** Clears the plots for a new recording; samples of the same recording continue it. */
  begin(recordingId: number): void {
    if (this.recordingId === recordingId) return;
    this.recordingId = recordingId;
    this.voltageBins.clear();
    this.currentBins.clear();
    this.totalMs = null;
    this.redraw();
  }

  expect(recordingId: number, totalMs: number): void {
    this.begin(recordingId);
    if (this.totalMs === totalMs) return;
    this.totalMs = totalMs;
    this.redraw();
  }

  push(block: SampleBlock): void {
    this.begin(block.recordingId);
    this.sampleRateHz = block.sampleRateHz;
    fill(this.voltageBins, block.voltageMv, block);
    fill(this.currentBins, block.currentPa, block);
    this.redraw();
  }

  private redraw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const voltage = this.voltageBins.zigzag(this.sampleRateHz);
      const current = this.currentBins.zigzag(this.sampleRateHz);
      this.voltage.set([voltage.timeMs, voltage.values]);
      this.current.set([current.timeMs, current.values]);
    });
  }
}

/** A coalesced block holds alternating minimum and maximum of `stride` samples: both stand at the first of them. */
function fill(bins: MinMaxBins, values: Float32Array, { firstSample, stride }: SampleBlock): void {
  for (let i = 0; i < values.length; i += 1) {
    const sample = stride === 1 ? firstSample + i : firstSample + Math.floor(i / 2) * stride;
    bins.add(sample, values[i] as number);
  }
}
