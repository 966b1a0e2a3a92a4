import {
  FROM_DEVICE,
  MESSAGE,
  MOST_PAIRS,
  readData,
  readItemStart,
  type DataBlock,
  type EpatchFrame,
} from '../../../../shared/epatch/index.ts';
import type { AmplifierEvent, AmplifierRunEnd, PlayedRest, SampleBlock } from '../../amplifier/amplifier-events.ts';
import { RunClock } from '../../amplifier/run-clock.ts';
import { samplesOf, type StimulusItem } from '../../amplifier/stimulus-item.ts';
import type { Download } from './downloads.ts';
import type { SampleScale, ScaledBlock } from './sample-scale.ts';

export interface EpatchRunTarget {
  block(block: SampleBlock): void;
  rest(rest: PlayedRest): void;
  event(event: AmplifierEvent): void;
  /** The download of this number has begun: the next one may be sent, but for its last item. */
  begun(download: number): void;
  /** The rest before the download of this number is over: its last item may be sent. */
  due(download: number): void;
  /** Called once; nothing comes after it. */
  end(end: AmplifierRunEnd): void;
}

export interface EpatchRunPlan {
  readonly downloads: readonly Download[];
  /** Numbers of the downloads on the wire. */
  readonly protocolIds: readonly number[];
  readonly played: readonly StimulusItem[];
  readonly sampleRateHz: number;
  readonly scale: SampleScale;
  readonly simulated: boolean;
  readonly nowMs: () => number;
}

/** Codes of events, in recordings. */
const EVENT = { saturation: 4, download: 11 } as const;
const ADVICE = 'Check the device, then connect again.';

/**
 * One run on an ePatch, whose samples count anew in every download. A download lasts until the next one replaces it, so its samples
 * measure the rest between the two: that is reported before the samples of the rest beyond what was loaded are passed on.
 *
 * Sample k of a download is taken one interval after its start and k intervals: the run's sample 0 is the last one before the start.
 */
export class EpatchRun {
  private readonly plan: EpatchRunPlan;
  private readonly target: EpatchRunTarget;
  private readonly clock: RunClock;
  private items: readonly StimulusItem[];
  private totalSamples: number;
  private over = false;
  /** The download that plays; -1 before the first. */
  private current = -1;
  /** Samples of the run before the present download, and its start, us. */
  private startIndex = 0;
  private startUs = 0;
  /** Sample of the present protocol that should come next. */
  private expected = 0;
  private headerSeen = false;
  private tailSeen = false;
  /** Frames missing since the last samples. */
  private missing = 0;
  private lastItemSent = true;
  private held: SampleBlock[] = [];
  private before: ScaledBlock | null = null;
  private stopIndex: number | null = null;
  private nextIndex = 0;
  /** Frames of samples that are impossible. */
  faultyFrames = 0;
  /** Rests whose end fell into a loss of the line: known within a frame. */
  estimatedRests = 0;

  constructor(plan: EpatchRunPlan, target: EpatchRunTarget) {
    this.plan = plan;
    this.target = target;
    this.items = plan.played;
    this.totalSamples = samplesOf(plan.played, plan.sampleRateHz);
    this.clock = new RunClock(plan.nowMs(), plan.simulated);
  }

  take(frame: EpatchFrame, missing: number): void {
    if (this.over) return;
    this.missing += missing;
    switch (frame.type & ~FROM_DEVICE) {
      case MESSAGE.header:
        this.takeHeader(frame.words);
        break;
      case MESSAGE.tail:
        this.takeTail(frame.words[0]);
        break;
      case MESSAGE.fpgaReset:
        this.cutShort(`The device restarted in the middle of the run. ${ADVICE}`);
        break;
      case MESSAGE.saturation:
        if (this.current >= 0) this.target.event({ index: this.nextIndex, code: EVENT.saturation, name: 'saturation', argument: 1 });
        break;
      case MESSAGE.data:
        this.takeData(readData(frame.words));
        break;
      default:
    }
  }

  /** Ends with the running item. */
  askStop(): void {
    let endUs = 0;
    for (const { durationUs } of this.items) {
      endUs += durationUs;
      if ((endUs * this.plan.sampleRateHz) / 1e6 >= this.nextIndex - 1) break;
    }
    this.stopIndex = Math.round((endUs * this.plan.sampleRateHz) / 1e6);
  }

  cutShort(reason: string): void {
    this.end({ kind: 'cut-short', reason });
  }

  drop(): void {
    this.over = true;
  }

  private takeHeader(words: readonly number[]): void {
    const start = readItemStart(words);
    if (start === null) {
      this.faultyFrames++;
      return;
    }
    const { protocolId, item, rep, sweep } = start;
    if (protocolId === this.plan.protocolIds[this.current + 1] && this.lastItemSent && item === 0 && rep === 0 && sweep === 0)
      this.headerSeen = true;
    else if (this.current >= 0 && protocolId !== this.plan.protocolIds[this.current])
      this.cutShort(`The device plays a protocol that was not asked for. ${ADVICE}`);
  }

  private takeTail(protocolId: number | undefined): void {
    if (this.current < 0 || protocolId !== this.plan.protocolIds[this.current]) return;
    this.tailSeen = true;
    const isLast = this.current === this.plan.downloads.length - 1;
    if (isLast || !this.lastItemSent) this.cutShort(`The device ended its run early. ${ADVICE}`);
  }

  private takeData(data: DataBlock | null): void {
    if (data === null) {
      this.missing++;
      this.faultyFrames++;
      return;
    }
    // A lost header shows in samples that count anew.
    const anew =
      this.current < this.plan.downloads.length - 1 && this.lastItemSent && data.first < this.expected && data.first < 8 * MOST_PAIRS;
    if (this.headerSeen || anew) this.beginDownload(data);
    if (this.over) return;
    if (this.current < 0) {
      this.expected = data.first + data.voltage.length;
      this.before = this.plan.scale.take(data);
      this.missing = 0;
    } else this.takeBlock(data);
  }

  private beginDownload(data: DataBlock): void {
    if (this.current >= 0) this.endRest(data);
    if (this.over) return;
    this.current++;
    this.expected = 0;
    this.headerSeen = false;
    this.tailSeen = false;
    this.lastItemSent = false;
    if (this.current === 0 && this.before !== null) {
      const { voltageMv, currentPa } = this.before;
      this.pass({ firstIndex: 0, voltageMv: voltageMv.slice(-1), currentPa: currentPa.slice(-1) });
    }
    this.target.begun(this.current);
  }

  /** The present download ended at the last of its samples, or within a loss. */
  private endRest(data: DataBlock): void {
    const { downloads, sampleRateHz } = this.plan;
    const { rest, endUs } = downloads[this.current]!;
    const others = (this.tailSeen ? 0 : 1) + (this.headerSeen ? 0 : 1) + Math.ceil(data.first / MOST_PAIRS);
    const lost = Math.max(0, this.missing - others);
    // The last frame of a download has 1 to MOST_PAIRS samples.
    const lostSamples = lost === 0 ? 0 : (lost - 1) * MOST_PAIRS + Math.ceil(MOST_PAIRS / 2);
    if (lost > 0) this.estimatedRests++;
    this.startIndex += this.expected + lostSamples;
    const startUs = Math.round((this.startIndex * 1e6) / sampleRateHz);
    const durationUs = startUs - (this.startUs + endUs - this.plan.played[rest!]!.durationUs);
    if (durationUs < this.plan.played[rest!]!.durationUs) {
      this.cutShort(`The device went on before the rest between two downloads was over. ${ADVICE}`);
      return;
    }
    this.startUs = startUs;
    this.items = this.items.with(rest!, { ...this.items[rest!]!, durationUs });
    this.totalSamples = samplesOf(this.items, sampleRateHz);
    this.target.rest({ item: rest!, durationUs });
    this.target.event({ index: this.startIndex, code: EVENT.download, name: 'download', argument: durationUs });
    for (const block of this.held.splice(0)) this.pass(block);
  }

  private takeBlock(data: DataBlock): void {
    const jump = data.first - this.expected;
    const last = this.startIndex + 1 + data.first + data.voltage.length;
    if (jump < 0 || jump > this.missing * MOST_PAIRS || last > this.clock.samplesBy(this.plan.nowMs(), this.plan.sampleRateHz)) {
      // Its samples are missing before the next frame.
      this.missing++;
      this.faultyFrames++;
      return;
    }
    this.missing = 0;
    if (jump > 0) this.plan.scale.lost();
    this.expected = data.first + data.voltage.length;
    this.sort({ firstIndex: this.startIndex + 1 + data.first, ...this.plan.scale.take(data) });
  }

  /** Passes on what is within the loaded time of the download; what is in a longer rest waits for its end. */
  private sort(block: SampleBlock): void {
    const { downloads, sampleRateHz } = this.plan;
    const { endUs, rest } = downloads[this.current]!;
    const loadedEnd = Math.floor(((this.startUs + endUs) * sampleRateHz) / 1e6 + 1e-6);
    if (rest === null) {
      this.pass(block);
      return;
    }
    const within = Math.max(0, Math.min(block.voltageMv.length, loadedEnd + 1 - block.firstIndex));
    if (within > 0) this.pass(part(block, 0, within));
    if (within < block.voltageMv.length) this.held.push(part(block, within, block.voltageMv.length));
    if (block.firstIndex + block.voltageMv.length > loadedEnd && !this.lastItemSent) {
      this.lastItemSent = true;
      this.target.due(this.current + 1);
    }
  }

  private pass(block: SampleBlock): void {
    if (this.over) return;
    const last = Math.min(this.totalSamples - 1, this.stopIndex ?? Infinity);
    const count = Math.min(block.voltageMv.length, last + 1 - block.firstIndex);
    if (count > 0) {
      this.nextIndex = block.firstIndex + count;
      this.target.block(part(block, 0, count));
    }
    if (block.firstIndex + block.voltageMv.length <= last) return;
    this.end({ kind: 'ended', samples: last + 1, stopped: last < this.totalSamples - 1 });
  }

  private end(end: AmplifierRunEnd): void {
    if (this.over) return;
    this.over = true;
    this.target.end(end);
  }
}

function part({ firstIndex, voltageMv, currentPa }: SampleBlock, from: number, to: number): SampleBlock {
  return { firstIndex: firstIndex + from, voltageMv: voltageMv.slice(from, to), currentPa: currentPa.slice(from, to) };
}
