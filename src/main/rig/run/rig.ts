import type { FrontAmplifier } from '../../../core/amplifier/front-amplifier.ts';
import { setupFor, USUAL_SETUP, type RecordingSetup } from '../../../core/amplifier/recording-setup.ts';
import { usualRateHz } from '../../../core/amplifier/usual-rate.ts';
import { checkCompensation, type CompensationCheck } from '../../../core/quality/compensation-check.ts';
import type { GivenZap, ZapPulse } from '../../../core/amplifier/zap.ts';
import type { MembraneTest, RigStatus } from '../../../shared/contract/schemas.ts';
import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { Amplifier } from '../amplifier/amplifier.ts';
import type { AmplifierDriver, DriverSurroundings } from '../amplifier/amplifier-driver.ts';
import { driverOf } from '../amplifier/driver-of.ts';
import { Emitter } from '../emitter.ts';
import { asRigError, RigError } from '../rig-error.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { assertRequest } from './check-request.ts';
import { assertZap } from './check-zap.ts';
import { CheckedAmplifier } from './checked-amplifier.ts';
import { playMembraneTest, playTestPulses, type PulseLevel } from './membrane-pulse.ts';
import type { Pass } from './pass.ts';
import type { LiveBlock, RecordRequest, RunHandle } from './record-request.ts';
import { describeRig } from './rig-status.ts';
import type { ClampNow } from './rig-status.ts';
import { linkOf } from './rig-phase.ts';
import type { LiveLink, RigPhase } from './rig-phase.ts';
import { RigRun } from './rig-run.ts';
import { ScopeKeeper } from './scope-keeper.ts';

export interface RigEvents extends Record<string, unknown> {
  status: RigStatus;
  samples: LiveBlock;
}

export interface RigOptions {
  /** Kinds of amplifier that can be connected. */
  readonly drivers: readonly AmplifierDriver[];
  /** Starts the built-in simulated rig; absent in programs that have none. */
  readonly launchEmulator?: DriverSurroundings['launchEmulator'];
  /** Holding potential between runs, mV. */
  readonly holdingMv?: number;
  readonly now?: () => Date;
}

/** One rig: the state machine over a device, from connecting to recording to fault. */
export class Rig {
  readonly events = new Emitter<RigEvents>();
  private readonly options: RigOptions;
  private holdingMv: number;
  private offsetMv = 0;
  private recording = USUAL_SETUP;
  private phase: RigPhase = { state: 'disconnected' };
  private clamp: ClampNow | null = null;
  private lastTest: MembraneTest | null = null;
  private temperatureC: number | null = null;
  private front: FrontAmplifier | null = null;
  private pass: Pass | null = null;
  /** Of the run that is in progress or was last. */
  private lostSamples: () => number = () => 0;
  private readonly scope: ScopeKeeper;
  private stopAsked = false;
  private abortAsked = false;
  /** A connection attempt in progress, which an abort or a disconnect cancels. */
  private attempt: { readonly controller: AbortController; readonly ended: Promise<void> } | null = null;
  /** A closing in progress: until it ends the port is still held. */
  private closing: Promise<void> = Promise.resolve();
  private work: Promise<unknown> = Promise.resolve();

  constructor(options: RigOptions) {
    this.options = options;
    this.holdingMv = options.holdingMv ?? -80;
    this.scope = new ScopeKeeper({
      level: (link) => this.level(link.amplifier),
      pass: (pass) => {
        this.pass = pass;
      },
      show: (block) => this.events.emit('samples', block),
      read: ({ membrane }) => {
        this.lastTest = membrane;
        this.events.emit('status', this.status());
      },
      changed: () => this.events.emit('status', this.status()),
      rest: (link) => this.holdClamped(link),
      fault: (link, reason) => this.fail(link, reason),
    });
  }

  status(): RigStatus {
    const lost = linkOf(this.phase) === null ? 0 : this.lostSamples();
    return { ...describeRig(this.phase, this.clamp, this.lastTest, lost, this.scope.state()), front: linkOf(this.phase) && this.front };
  }

  /** The connected amplifier, for details that the state does not show (calibration, diagnostics). */
  get amplifier(): CheckedAmplifier | null {
    return linkOf(this.phase)?.amplifier ?? null;
  }

  /** @throws RigError; aborted where an abort or a disconnect came before it was done */
  async connect(port: RigPort): Promise<RigStatus> {
    if (this.phase.state === 'fault') await this.disconnect();
    await this.closing;
    if (this.phase.state !== 'disconnected') throw this.wrongState('disconnected', 'Disconnect first.');
    const controller = new AbortController();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.attempt = { controller, ended };
    this.enter({ state: 'connecting', port });
    try {
      return await this.open(port, controller.signal);
    } finally {
      this.attempt = null;
      end();
    }
  }

  private async open(port: RigPort, signal: AbortSignal): Promise<RigStatus> {
    const { drivers, launchEmulator } = this.options;
    let opened: Amplifier | null = null;
    try {
      opened = await driverOf(port, drivers).open(port, { signal, ...(launchEmulator === undefined ? {} : { launchEmulator }) });
      const amplifier = new CheckedAmplifier(opened);
      const link: LiveLink = { port, amplifier };
      this.lostSamples = () => 0;
      amplifier.events.on('fault', (error) => this.linkLost(link, error));
      amplifier.events.on('status', ({ temperatureC, front = this.front }) => {
        this.temperatureC = temperatureC;
        const before = JSON.stringify(this.front);
        this.front = front;
        if (JSON.stringify(front) !== before && linkOf(this.phase) === link) this.events.emit('status', this.status());
      });
      this.temperatureC = this.front = null;
      await unlessAborted(this.holdClamped(link), signal);
      this.scope.connected();
      this.enter({ state: 'idle', link });
      return this.status();
    } catch (error) {
      // A port left open would be "held by another program" the next time, and that program is this one.
      await opened?.close();
      this.clamp = null;
      this.enter({ state: 'disconnected' });
      throw asRigError(error, 'bad-device');
    }
  }

  /** Closes the port. A connection attempt in progress is cancelled, a run in progress is aborted first. */
  async disconnect(): Promise<RigStatus> {
    if (this.phase.state === 'connecting') return this.cancelConnecting();
    // Set at once: whoever connects straight after this waits until the port is closed.
    this.closing = this.leave(this.closing);
    await this.closing;
    return this.status();
  }

  private async leave(before: Promise<void>): Promise<void> {
    await this.scope.quiet();
    if (['armed', 'recording', 'stopping'].includes(this.phase.state)) await this.abort();
    const link = linkOf(this.phase);
    this.lastTest = null;
    this.clamp = null;
    if (this.phase.state !== 'disconnected') this.enter({ state: 'disconnected' });
    await before;
    await link?.amplifier.close();
  }

  private async cancelConnecting(): Promise<RigStatus> {
    const { attempt } = this;
    attempt?.controller.abort();
    await attempt?.ended;
    return this.status();
  }

  /** Test pulses whenever the rig is idle, or none. Resolves once they have stopped, where none are wanted. */
  async setScope(on: boolean): Promise<RigStatus> {
    this.scope.want(on);
    if (!on) await this.scope.quiet();
    else if (this.phase.state === 'idle') this.scope.start(this.phase.link);
    this.events.emit('status', this.status());
    return this.status();
  }

  /** Holding potential between runs, mV; an idle cell is held there at once. @throws RigError where it cannot be */
  async setHolding(holdingMv: number): Promise<void> {
    const before = this.holdingMv;
    this.holdingMv = holdingMv;
    if (before === holdingMv || this.phase.state !== 'idle') return;
    const link = this.takeIdle();
    try {
      await this.scope.quiet();
      await this.holdClamped(link);
    } catch (error) {
      this.holdingMv = before;
      throw error;
    } finally {
      this.backToIdle(link);
    }
  }

  /** What is taken off for the offset of the electrode, mV, in test pulses and runs. @throws RigError where that cannot be */
  async setOffset(offsetMv: number): Promise<void> {
    if (offsetMv === this.offsetMv) return;
    if (this.phase.state !== 'idle') {
      this.offsetMv = offsetMv;
      return;
    }
    const link = this.takeIdle();
    try {
      if (offsetMv !== 0 && !link.amplifier.capabilities.compensates)
        throw new RigError('refused', 'Expected a device that takes an offset off, this one does not. Zero it at the amplifier.');
      await this.scope.quiet();
      this.offsetMv = offsetMv;
    } finally {
      this.backToIdle(link);
    }
  }

  /** How recordings are made. Knobs that the operator turns stand so for test pulses too, and while the cell is held. */
  setRecording(recording: RecordingSetup): void {
    this.recording = recording;
  }

  private level({ capabilities }: LiveLink['amplifier']): PulseLevel {
    const { filterHz, rangePa } = setupFor(this.recording, capabilities).chosen;
    const knob = this.front === null ? {} : { knobRangePa: rangePa };
    return { holdingMv: this.holdingMv, offsetMv: this.offsetMv, knobFilterHz: filterHz, ...knob };
  }

  membraneTest(): Promise<MembraneTest> {
    return this.testing((link) => this.testMembrane(link));
  }

  /**
   * Tests the membrane, then plays the same pulses with the series resistance corrected by a share of what was found: what is left of it.
   * @throws RigError
   */
  checkCompensation(correctionPercent: number): Promise<CompensationCheck> {
    return this.testing(async (link) => {
      if (!link.amplifier.capabilities.compensates)
        throw new RigError('refused', 'Expected a device that compensates, this one does not. Check the compensation at the amplifier.');
      const before = await this.testMembrane(link);
      const { seriesResistanceMohm } = before;
      const { pulse, pulses, compensation } = await playTestPulses(
        link.amplifier,
        this.level(link.amplifier),
        (pass) => this.follow(pass),
        {
          seriesResistanceMohm,
          correctionPercent,
        },
      );
      return checkCompensation({ pulse, pulses, before, correctionPercent: compensation?.correctionPercent ?? 0 });
    });
  }

  /**
   * One short pulse through the patch, between two test pulses; the cell is held again after it.
   * @throws RigError refused or wrong-state where none was given; any other: it may have been given
   */
  async zap(pulse: ZapPulse): Promise<GivenZap> {
    if (this.phase.state === 'idle') assertZap(pulse, this.phase.link.amplifier.capabilities);
    return this.testing(async (link) => {
      await this.scope.quiet();
      return link.amplifier.zap(pulse);
    });
  }

  /** Work on an idle rig that plays pulses, after which the cell is held again. */
  private async testing<T>(test: (link: LiveLink) => Promise<T>): Promise<T> {
    const link = this.takeIdle();
    const work = (async (): Promise<T> => {
      try {
        const result = await test(link);
        await this.holdClamped(link);
        return result;
      } catch (error) {
        // A test that broke off must not leave the device playing or streaming.
        await link.amplifier.panic();
        throw error;
      } finally {
        this.pass = null;
        this.backToIdle(link);
      }
    })();
    this.work = work.catch(() => undefined);
    return work;
  }

  /**
   * Membrane test, compensation, download, arm, start. Resolves once the device has started; the run continues and ends
   * as `finished`. @throws RigError where it could not start.
   */
  async record(request: RecordRequest): Promise<RunHandle> {
    if (this.phase.state === 'idle') assertRequest(request, this.phase.link.amplifier.capabilities);
    const link = this.takeIdle();
    this.stopAsked = false;
    const run = new RigRun(request, {
      link,
      now: this.options.now ?? ((): Date => new Date()),
      temperatureC: () => this.temperatureC,
      offsetMv: () => this.offsetMv,
      testMembrane: () => this.testMembrane(link),
      holdClamped: () => this.holdClamped(link),
      stopAsked: () => this.stopAsked,
      abortAsked: () => this.abortAsked,
      setPass: (pass) => this.follow(pass),
      setClamp: (clamp) => {
        this.clamp = clamp;
      },
      enter: (phase) => {
        if (this.phase.state !== 'fault') this.enter(phase);
      },
      fault: (reason) => this.fail(link, reason),
      show: (block) => this.events.emit('samples', block),
    });
    const { started, finished } = run.go();
    this.work = finished.then(() => {
      this.pass = null;
      this.backToIdle(link);
    });
    const settled = this.work;
    try {
      return { recordingId: await started, finished: settled.then(() => finished) };
    } catch (error) {
      // A caller may start again as soon as it sees the failure.
      await settled;
      throw error;
    }
  }

  /** Ends after the running item; what was recorded is kept. */
  async stop(): Promise<RigStatus> {
    const { phase } = this;
    if (phase.state !== 'armed' && phase.state !== 'recording') return this.status();
    this.stopAsked = true;
    this.enter({ state: 'stopping', link: phase.link, run: phase.run });
    if (phase.state === 'recording') await this.pass?.stop();
    return this.status();
  }

  /** PANIC: safe level at once. Works in every state that has a device; connecting is cancelled. */
  async abort(): Promise<RigStatus> {
    if (this.phase.state === 'connecting') return this.cancelConnecting();
    const link = linkOf(this.phase);
    if (link === null) return this.status();
    this.stopAsked = true;
    this.abortAsked = true;
    // After an abort nothing is played until the operator asks for it.
    this.scope.want(false);
    this.pass?.abort();
    const ending = await link.amplifier.panic();
    await this.work;
    await this.scope.quiet();
    if (ending === 'port-closed' && this.phase.state !== 'fault') {
      this.fail(
        link,
        'The device did not show that the abort stopped it; its port was closed. Check the amplifier and the line, then connect again.',
      );
    }
    return this.status();
  }

  private follow(pass: Pass | null): void {
    this.pass = pass;
    if (pass !== null) this.lostSamples = () => pass.lostSamples;
  }

  private async testMembrane(link: LiveLink): Promise<MembraneTest> {
    await this.scope.quiet();
    const sampleRateHz = Math.max(...link.amplifier.capabilities.sampleRatesHz);
    this.clamp = { mode: 'VC', holdingMv: this.holdingMv, sampleRateHz };
    this.lastTest = await playMembraneTest(link.amplifier, this.level(link.amplifier), (pass) => this.follow(pass));
    this.pass = null;
    return this.lastTest;
  }

  /** Voltage clamp at the holding potential: the state of the cell between runs. */
  private async holdClamped(link: LiveLink): Promise<void> {
    const { capabilities } = link.amplifier;
    const sampleRateHz = usualRateHz(capabilities);
    // Holding does no more than a PANIC does: it may follow one.
    link.amplifier.allow();
    await link.amplifier.configure({
      sampleRateHz,
      // That of recordings: the knob of an amplifier in front stays where it is.
      largestCurrentPa: setupFor(this.recording, capabilities).chosen.rangePa,
      filterHz: setupFor(this.recording, capabilities).chosen.filterHz,
      mode: 'VC',
      holding: this.holdingMv,
    });
    this.clamp = { mode: 'VC', holdingMv: this.holdingMv, sampleRateHz };
  }

  private takeIdle(): LiveLink {
    if (this.phase.state !== 'idle') throw this.wrongState('idle', 'Connect, or wait until the run has ended.');
    const { link } = this.phase;
    this.abortAsked = false;
    link.amplifier.allow();
    this.enter({ state: 'armed', link, run: null });
    return link;
  }

  private backToIdle(link: LiveLink): void {
    if (linkOf(this.phase) !== link || this.phase.state === 'fault') return;
    this.enter({ state: 'idle', link });
    this.scope.start(link);
  }

  private linkLost(link: LiveLink, error: RigError): void {
    if (linkOf(this.phase) === link && this.phase.state !== 'fault') this.fail(link, error.message);
  }

  private fail(link: LiveLink, reason: string): void {
    const lost = this.phase.state === 'disconnected';
    if (!lost) this.enter({ state: 'fault', reason, port: link.port, link });
  }

  private enter(phase: RigPhase): void {
    this.phase = phase;
    this.events.emit('status', this.status());
  }

  private wrongState(expected: string, advice: string): RigError {
    return new RigError('wrong-state', `Expected the rig to be ${expected}, it is ${this.phase.state}. ${advice}`);
  }
}
