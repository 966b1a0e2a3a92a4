import type { SampleBlock } from '../../shared/contract/contract.ts';
import { KeptClamp } from './keptClamp.ts';
import { MinMaxBins } from './minMaxBins.ts';
import { TraceSource, type TraceColumns } from './traceSource.ts';

/** The recording that the rig reports. */
export interface ReportedRecording {
  readonly sessionKey: string;
  readonly recordingId: number;
  readonly totalMs: number;
  /** False: the free potential. */
  readonly underCommand: boolean;
}

/** The running recording for display: samples go into bins, the plots are updated at most once a frame. */
export class LiveTraces {
  readonly voltage = new TraceSource();
  readonly current = new TraceSource();
  /** The clamp of before, while the free potential is recorded and after it. */
  readonly clamp = new KeptClamp();
  /** Length of the running recording, ms; null when unknown. The plots show the whole of it from the start. */
  totalMs: number | null = null;
  /** Session and recording as the rig reports them; null until it does. Numbering of recordings starts again in every session. */
  private key: string | null = null;
  private recordingId: number | null = null;
  private underCommand = false;
  private lastFirstSample = 0;
  private sampleRateHz = 1;
  private readonly voltageBins = new MinMaxBins();
  private readonly currentBins = new MinMaxBins();
  private drawing = false;

  /** Nothing stays, the kept clamp neither. */
  clear(): void {
    this.underCommand = false;
    this.begin();
    this.clamp.forget();
  }

  /** Another recording: a clamp that was shown is kept. */
  private begin(): void {
    if (this.underCommand && this.recordingId !== null)
      this.clamp.keep(this.recordingId, this.totalMs, this.columns(this.voltageBins), this.columns(this.currentBins));
    this.underCommand = false;
    this.key = null;
    this.recordingId = null;
    this.lastFirstSample = 0;
    this.totalMs = null;
    this.voltageBins.clear();
    this.currentBins.clear();
    this.redraw();
  }

  /** The recording that the rig reports. Its samples may have come before: they are kept. */
  expect({ sessionKey, recordingId, totalMs, underCommand }: ReportedRecording): void {
    const key = `${sessionKey}/${recordingId}`;
    const mayBeIt = this.key === null && (this.recordingId ?? recordingId) === recordingId;
    if (key !== this.key && !mayBeIt) this.begin();
    this.key = key;
    this.recordingId = recordingId;
    this.underCommand = underCommand;
    // It is the clamp now.
    if (underCommand && this.clamp.recordingId !== null) this.clamp.forget();
    if (this.totalMs === totalMs) return;
    this.totalMs = totalMs;
    this.redraw();
  }

  push(block: SampleBlock): void {
    const another = this.recordingId !== null && this.recordingId !== block.recordingId;
    if (another || block.firstSample < this.lastFirstSample) this.begin();
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
      this.voltage.set(this.columns(this.voltageBins));
      this.current.set(this.columns(this.currentBins));
    });
  }

  private columns(bins: MinMaxBins): TraceColumns {
    const { timeMs, values } = bins.zigzag(this.sampleRateHz);
    return [timeMs, values];
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
