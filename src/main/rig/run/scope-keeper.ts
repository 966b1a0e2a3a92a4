import { performance } from 'node:perf_hooks';
import type { PulseReading } from '../../../core/quality/pulse-reading.ts';
import type { ScopeReading, ScopeState } from '../../../shared/contract/scope-schema.ts';
import { asRigError } from '../rig-error.ts';
import { TEST_PULSE, type PulseLevel } from './membrane-pulse.ts';
import type { Pass } from './pass.ts';
import type { LiveBlock } from './record-request.ts';
import type { LiveLink } from './rig-phase.ts';
import { Scope } from './scope.ts';

/** Number that sample blocks of test pulses have instead of a recording's. */
export const SCOPE_RECORDING = 0;

export interface ScopeSurroundings {
  readonly level: (link: LiveLink) => PulseLevel;
  readonly pass: (pass: Pass | null) => void;
  readonly show: (block: LiveBlock) => void;
  readonly read: (reading: PulseReading) => void;
  readonly changed: () => void;
  /** The state of the cell while nothing is played. */
  readonly rest: (link: LiveLink) => Promise<void>;
  readonly fault: (link: LiveLink, reason: string) => void;
}

/** Plays test pulses while the rig is idle and they are wanted, and gives the device free for everything else. */
export class ScopeKeeper {
  private readonly rig: ScopeSurroundings;
  private wanted = false;
  private running: { readonly scope: Scope; readonly ended: Promise<void> } | null = null;
  private problem: string | null = null;
  private reading: ScopeReading | null = null;
  /** Readings since the device was connected. */
  private readings = 0;
  private beyondRangePa: number | null = null;
  private sinceMs = 0;
  private seq = 0;

  constructor(rig: ScopeSurroundings) {
    this.rig = rig;
  }

  /** Another device: readings begin anew. */
  connected(): void {
    this.wanted = false;
    this.reading = null;
    this.readings = 0;
    this.beyondRangePa = null;
    this.problem = null;
    this.sinceMs = performance.now();
  }

  want(on: boolean): void {
    this.wanted = on;
    if (on) this.problem = null;
  }

  /** Where they are wanted and not running already. */
  start(link: LiveLink): void {
    if (!this.wanted || this.running !== null) return;
    // They are asked for anew after every abort.
    link.amplifier.allow();
    const scope = new Scope(link.amplifier, this.rig.level(link), {
      sweep: (firstSample, sampleRateHz, { voltageMv, currentPa }) =>
        this.rig.show({ recordingId: SCOPE_RECORDING, seq: this.seq++, firstSample, sampleRateHz, voltageMv, currentPa }),
      reading: (reading) => this.take(reading),
      beyondRange: (rangePa) => this.beyond(rangePa),
      pass: this.rig.pass,
    });
    const ended = scope
      .run()
      .catch((error: unknown) => this.failed(link, error))
      .finally(() => {
        if (this.running?.scope === scope) this.running = null;
      });
    this.running = { scope, ended };
  }

  /** Resolves once the device plays no test pulses. */
  async quiet(): Promise<void> {
    const { running } = this;
    if (running === null) return;
    await running.scope.stop();
    await running.ended;
  }

  state(): ScopeState {
    const { beforeMs, pulseMs, amplitudeMv: pulseMv } = TEST_PULSE;
    const { wanted, reading, beyondRangePa, problem } = this;
    return { wanted, running: this.running !== null, pulseMv, beforeMs, sweepMs: beforeMs + pulseMs, reading, beyondRangePa, problem };
  }

  private take(reading: PulseReading): void {
    this.beyondRangePa = null;
    this.reading = { ...reading, number: ++this.readings, atS: (performance.now() - this.sinceMs) / 1000 };
    this.rig.read(reading);
  }

  private beyond(rangePa: number): void {
    this.reading = null;
    this.beyondRangePa = rangePa;
    this.rig.changed();
  }

  /** What cannot be played any more is not tried again by itself: the device rests at its safe level. */
  private async failed(link: LiveLink, error: unknown): Promise<void> {
    const { code, message } = asRigError(error, 'bad-device');
    if (code === 'aborted' || !link.amplifier.isOpen) return;
    this.wanted = false;
    this.problem = message;
    if ((await link.amplifier.panic()) === 'port-closed') this.rig.fault(link, message);
    else await this.rig.rest(link);
  }
}
