import type { Compensation, DeviceState, HostMessage, ProtocolItem, WireZap } from '../../../shared/riglink/index.ts';
import { ACK_STATUS, EVENT_CODE } from '../../../shared/riglink/index.ts';
import type { EmulatedAmplifier } from './amplifier.ts';
import { ACCEPTED } from './download.ts';
import type { Verdict } from './download.ts';
import { SIMULATED_RANGES_PA, SIMULATED_RATES_HZ, SIMULATED_ZAP } from './identity.ts';
import { COARSE_STEP_US, innerStepUs } from './playback.ts';
import { SampleRing } from './sample-ring.ts';
import { FRAME_SAMPLES, StimulusRun } from './stimulus-run.ts';

type Config = Extract<HostMessage, { kind: 'config' }>;
type Notice = (code: number, index: number, argument: number) => void;

type Stage =
  | { readonly state: 'idle' }
  | { readonly state: 'armed'; readonly items: readonly ProtocolItem[] }
  | { readonly state: 'running'; readonly run: StimulusRun; stopped: boolean }
  | { readonly state: 'safe'; readonly run: StimulusRun };

const DEFAULT_CONFIG: Config = {
  kind: 'config',
  rateIndex: 0,
  rangeIndex: 1,
  filterHz: 5000,
  mode: 'VC',
  holdLevel: -80_000,
};
/** After this long at one level the cell is at rest, and a resting simulated cell needs no processor time. */
const REST_MS = 5000;
const LONGEST_IDLE_STEP_MS = 50;
/** The level after a PANIC is held until the host ends the stream. */
const SAFE_ITEM_US = 4_000_000_000;

/** State of the amplifier: holding, armed, playing a protocol, or held safe after a PANIC. */
export class ClampStage {
  readonly ring: SampleRing;
  private readonly amplifier: EmulatedAmplifier;
  private readonly notice: Notice;
  private config: Config = DEFAULT_CONFIG;
  private stage: Stage = { state: 'idle' };
  private lastMs: number | null = null;
  private heldMs = 0;
  private lastIndex = 0;
  /** Number of the run that plays or played last; 0 before the first of a session. */
  runNumber = 0;

  constructor(amplifier: EmulatedAmplifier, ringMs: number, notice: Notice) {
    this.amplifier = amplifier;
    this.notice = notice;
    this.ring = new SampleRing(ringMs);
    this.configure(DEFAULT_CONFIG);
  }

  get state(): DeviceState {
    return this.stage.state;
  }

  get configured(): Config {
    return this.config;
  }

  /** Index of the next sample of the stream. */
  get index(): number {
    return 'run' in this.stage ? this.stage.run.nextIndex : this.lastIndex;
  }

  private get sampleRateHz(): number {
    return SIMULATED_RATES_HZ[this.config.rateIndex] ?? SIMULATED_RATES_HZ[0];
  }

  private get holdingLevel(): number {
    return this.config.mode === 'I0' ? 0 : this.config.holdLevel / 1000;
  }

  configure(config: Config): Verdict {
    if (this.stage.state !== 'idle') return wrongState('idle', this.stage.state);
    const known = SIMULATED_RATES_HZ[config.rateIndex] !== undefined && SIMULATED_RANGES_PA[config.rangeIndex] !== undefined;
    if (!known) {
      return { status: ACK_STATUS.badValue, message: `no rate ${config.rateIndex} with range ${config.rangeIndex}` };
    }
    if (config.mode === 'VC' && Math.abs(config.holdLevel) > 200_000) {
      return { status: ACK_STATUS.badValue, message: `expected a holding level within +-200 mV, got ${config.holdLevel} uV` };
    }
    this.config = config;
    this.heldMs = 0;
    this.amplifier.setMode(config.mode);
    this.amplifier.setFilter(config.filterHz, innerStepUs(this.sampleRateHz, this.amplifier.longestStepUs));
    this.ring.setRate(this.sampleRateHz, FRAME_SAMPLES);
    return ACCEPTED;
  }

  compensate(asked: Compensation): Compensation {
    this.heldMs = 0;
    return this.amplifier.setCompensation(asked);
  }

  /** A pulse within the largest of this device, over when it is acknowledged. */
  zap({ levelUv, durationUs }: WireZap): Verdict {
    if (this.stage.state !== 'idle') return wrongState('idle', this.stage.state);
    if (this.config.mode !== 'VC') return { status: ACK_STATUS.badState, message: 'expected a voltage clamp' };
    const { levelUv: mostUv, durationUs: mostUs } = SIMULATED_ZAP;
    if (Math.abs(levelUv) > mostUv || durationUs < 1 || durationUs > mostUs)
      return { status: ACK_STATUS.badValue, message: `expected at most ${mostUv} uV for ${mostUs} us` };
    this.heldMs = 0;
    this.amplifier.zap(levelUv / 1000, durationUs / 1000);
    return ACCEPTED;
  }

  arm(items: readonly ProtocolItem[] | null): Verdict {
    if (this.stage.state === 'armed') return ACCEPTED;
    if (this.stage.state !== 'idle') return wrongState('idle', this.stage.state);
    if (items === null) return { status: ACK_STATUS.badState, message: 'no protocol was committed' };
    this.stage = { state: 'armed', items };
    return ACCEPTED;
  }

  start(nowMs: number, runNumber: number): Verdict {
    if (this.stage.state !== 'armed') return wrongState('armed', this.stage.state);
    this.runNumber = runNumber;
    this.amplifier.settleFilter();
    this.stage = { state: 'running', run: this.run(this.stage.items, 0, this.holdingLevel, nowMs), stopped: false };
    return ACCEPTED;
  }

  /** Ends after the running item; ends the stream of a safe hold at once. */
  stop(): Verdict {
    if (this.stage.state === 'running') {
      this.stage.stopped = true;
      this.stage.run.stopAfterItem();
    } else {
      this.rest();
    }
    return ACCEPTED;
  }

  /** Holding level at once (no current in CC); a running stream continues. */
  panic(reason: number, nowMs: number): void {
    if (this.stage.state === 'running') {
      const { run } = this.stage;
      run.cut();
      this.notice(EVENT_CODE.panic, run.nextIndex, reason);
      const level = this.config.mode === 'VC' ? this.config.holdLevel : 0;
      const hold: ProtocolItem = { kind: 'step', startLevel: level, endLevel: level, durationUs: SAFE_ITEM_US, flags: 0 };
      this.stage = { state: 'safe', run: this.run([hold], run.nextIndex, level / 1000, nowMs) };
    } else if (this.stage.state !== 'safe') {
      this.notice(EVENT_CODE.panic, this.index, reason);
      this.rest();
    }
  }

  /** Back to holding; nothing is streamed. */
  rest(): void {
    this.lastIndex = this.index;
    this.heldMs = 0;
    this.ring.clear();
    this.stage = { state: 'idle' };
  }

  /** Simulates the cell up to the device time nowMs. */
  live(nowMs: number, realTimeMs: () => number): void {
    const sinceMs = this.lastMs === null ? 0 : nowMs - this.lastMs;
    this.lastMs = nowMs;
    if ('run' in this.stage) {
      this.stage.run.produce(nowMs, realTimeMs);
      return;
    }
    if (this.config.mode === 'VC' && this.heldMs > REST_MS) return;
    const liveMs = Math.min(LONGEST_IDLE_STEP_MS, sinceMs);
    this.heldMs += liveMs;
    for (let done = 0; done < liveMs; done += COARSE_STEP_US / 1000) {
      this.amplifier.advance(this.holdingLevel, COARSE_STEP_US / 1000);
    }
  }

  /** A run is over once its last sample has left the ring, so that the end never overtakes samples. */
  endIfDone(): void {
    if (this.stage.state !== 'running' || !this.stage.run.done || this.ring.length > 0) return;
    const { run, stopped } = this.stage;
    this.notice(EVENT_CODE.runEnd, run.nextIndex, stopped ? 1 : 0);
    this.rest();
  }

  private run(items: readonly ProtocolItem[], baseIndex: number, holdingLevel: number, startMs: number): StimulusRun {
    return new StimulusRun({
      items,
      amplifier: this.amplifier,
      holdingLevel,
      sampleRateHz: this.sampleRateHz,
      range: this.config.rangeIndex,
      rangePa: SIMULATED_RANGES_PA[this.config.rangeIndex] ?? SIMULATED_RANGES_PA[0],
      ring: this.ring,
      notices: {
        itemStart: (index, item) => this.notice(EVENT_CODE.itemStart, index, item),
        saturation: (index, channel) => this.notice(EVENT_CODE.saturation, index, channel),
        fastForwarded: (index, item) => this.notice(EVENT_CODE.fastForward, index, item),
      },
      baseIndex,
      startMs,
      runNumber: this.runNumber,
    });
  }
}

function wrongState(expected: DeviceState, actual: DeviceState): Verdict {
  return { status: ACK_STATUS.badState, message: `expected an ${expected} device, it is ${actual}` };
}
