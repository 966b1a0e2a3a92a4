import type { SampleBlock } from '../../shared/contract/contract.ts';
import { MinMaxBins } from './minMaxBins.ts';
import { TraceSource } from './traceSource.ts';

/** The running recording for display: samples go into bins, the plots are updated at most once a frame. */
export class LiveTraces {
  readonly voltage = new TraceSource();
  readonly current = new TraceSource();
  /** Length of the running recording, ms; null when unknown. The plots show the whole of it from the start. */
  totalMs: number | null = null;
  /** Session and recording as the rig reports them; null until it does. Numbering of recordings starts again in every session. */
  private key: string | null = null;
  private recordingId: number | null = null;
  private lastFirstSample = 0;
  private sampleRateHz = 1;
  private readonly voltageBins = new MinMaxBins();
  private readonly currentBins = new MinMaxBins();
  private drawing = false;

  clear(): void {
    this.key = null;
    this.recordingId = null;
    this.lastFirstSample = 0;
    this.totalMs = null;
    this.voltageBins.clear();
    this.currentBins.clear();
    this.redraw();
  }

  /** The recording that the rig reports. Its samples may have come before: they are kept. */
  expect(sessionKey: string, recordingId: number, totalMs: number): void {
    const key = `${sessionKey}/${recordingId}`;
    const mayBeIt = this.key === null && (this.recordingId ?? recordingId) === recordingId;
    if (key !== this.key && !mayBeIt) this.clear();
    this.key = key;
    this.recordingId = recordingId;
    if (this.totalMs === totalMs) return;
    this.totalMs = totalMs;
    this.redraw();
  }

  push(block: SampleBlock): void {
    const another = this.recordingId !== null && this.recordingId !== block.recordingId;
    if (another || block.firstSample < this.lastFirstSample) this.clear();
    this.recordingId = block.recordingId;
    this.lastFirstSample = block.firstSample;
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

/** A coalesced block holds alternating minimum and maximum of `stride` samples. */
function fill(bins: MinMaxBins, values: Float32Array, { firstSample, stride }: SampleBlock): void {
  if (stride === 1) {
    values.forEach((value, i) => bins.add(firstSample + i, value));
    return;
  }
  for (let pair = 0; 2 * pair + 1 < values.length; pair += 1) {
    bins.addExtremes(firstSample + pair * stride, stride, values[2 * pair] as number, values[2 * pair + 1] as number);
  }
}
