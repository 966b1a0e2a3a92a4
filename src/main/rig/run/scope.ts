import { meanPulse } from '../../../core/quality/mean-pulse.ts';
import { isBeyondRange, readPulse, type PulseReading } from '../../../core/quality/pulse-reading.ts';
import { asRigError, RigError } from '../rig-error.ts';
import type { CheckedAmplifier } from './checked-amplifier.ts';
import { playedPulse, prepareTestPulses, pulseFilterHz, pulseItems, type PlayedPulse, type PulseLevel } from './membrane-pulse.ts';
import { Pass } from './pass.ts';
import { SweepCollector, type Sweep } from './sweep-collector.ts';

/** Pulses of a train at most: 2 s, after which the device starts again with what it holds. */
const TRAIN_PULSES = 40;
/** A reading is the mean of so many sweeps (1 s), made anew after half of them. */
const MEAN_OF = 20;
const EVERY = 10;

export interface ScopeTarget {
  /** Whole sweeps, samples counted through all trains. */
  sweep(firstSample: number, sampleRateHz: number, sweep: Sweep): void;
  reading(reading: PulseReading): void;
  /** The current is beyond the range, pA: there is nothing to read. */
  beyondRange(rangePa: number): void;
  /** The pass in progress, which an abort ends. */
  pass(pass: Pass | null): void;
}

/** Test pulses without end, one train after another, until it is stopped: what the operator watches between recordings. */
export class Scope {
  private readonly amplifier: CheckedAmplifier;
  private readonly level: PulseLevel;
  private readonly target: ScopeTarget;
  private stopAsked = false;
  private playing: { readonly pass: Pass; readonly begun: Promise<void> } | null = null;
  private ended: Promise<void> | null = null;
  private recent: Sweep[] = [];
  private sinceReading = 0;
  private firstSample = 0;

  constructor(amplifier: CheckedAmplifier, level: PulseLevel, target: ScopeTarget) {
    this.amplifier = amplifier;
    this.level = level;
    this.target = target;
  }

  /** Plays until `stop` or an abort. @throws RigError where the device does not play as it should */
  run(): Promise<void> {
    const playing = this.play();
    this.ended = playing.catch(() => undefined);
    return playing;
  }

  /** Ends within a pulse; resolves once the device rests. A device that does not accept it ends at its safe level. */
  async stop(): Promise<void> {
    this.stopAsked = true;
    const { playing } = this;
    if (playing !== null) {
      try {
        await playing.begun;
        await playing.pass.stop();
      } catch (error) {
        playing.pass.cutShort(asRigError(error, 'no-answer').message);
      }
    }
    await this.ended;
  }

  private async play(): Promise<void> {
    const { sampleRateHz } = await prepareTestPulses(this.amplifier, this.level);
    const pulses = Math.max(1, Math.min(TRAIN_PULSES, Math.floor(this.amplifier.capabilities.itemsPerDownload / 2)));
    const played = playedPulse(await this.amplifier.load(pulseItems(this.level.holdingMv, pulses)));
    while (!this.stopAsked) {
      const end = await this.train(sampleRateHz, pulses, played);
      if (end.kind === 'aborted') return;
      if (end.kind === 'lost' || end.kind === 'target-failed') throw end.error;
      if (end.kind === 'cut-short') throw new RigError('incomplete', `The test pulses ended: ${end.reason}`);
    }
  }

  private async train(sampleRateHz: number, pulses: number, played: PlayedPulse): Promise<Awaited<ReturnType<Pass['wait']>>> {
    const period = (played.sweepMs * sampleRateHz) / 1000;
    const samples = Math.floor(period);
    const collector = new SweepCollector(period, (sweep) => this.take(sweep, samples, sampleRateHz, played));
    const pass = new Pass(this.amplifier, 0, { block: (block) => collector.block(block), gap: () => undefined });
    this.target.pass(pass);
    const begun = pass.begin(() => undefined);
    this.playing = { pass, begun };
    try {
      await begun;
      return await pass.wait();
    } finally {
      this.playing = null;
      this.target.pass(null);
      this.firstSample += pulses * samples;
    }
  }

  private take(sweep: Sweep, samples: number, sampleRateHz: number, { beforeMs, pulseMv }: PlayedPulse): void {
    this.target.sweep(this.firstSample + sweep.number * samples, sampleRateHz, sweep);
    // The first of a train has no pulse before it.
    if (sweep.number === 0) return;
    this.recent = [...this.recent.slice(-(MEAN_OF - 1)), sweep];
    if (++this.sinceReading < EVERY || this.recent.length < EVERY) return;
    this.sinceReading = 0;
    const { mean, noisePa } = meanPulse(
      this.recent.map(({ currentPa }) => currentPa),
      samples,
    );
    const { rangePa } = this.amplifier.loaded().settings;
    if (isBeyondRange(mean, rangePa)) {
      this.target.beyondRange(rangePa);
      return;
    }
    const pulseStart = Math.round((beforeMs * sampleRateHz) / 1000);
    const filterHz = pulseFilterHz(this.amplifier.capabilities, this.level.knobFilterHz);
    this.target.reading(
      readPulse({ sampleRateHz, currentPa: mean, pulseStart, pulseMv, train: true, noisePa, filterHz }, this.recent.length),
    );
  }
}
