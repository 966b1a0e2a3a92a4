import { randomUUID } from 'node:crypto';
import type { Compensation } from '../../../core/amplifier/compensation.ts';
import { setupFor, type ChosenSetup } from '../../../core/amplifier/recording-setup.ts';
import { leakTimes, leakTrain, leakWords, type LeakPlan } from '../../../core/protocol/leak-sweeps.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { LeakMark } from '../../../core/trace/leak-subtraction.ts';
import type { RecordingConditions } from '../../../core/trace/recording.ts';
import type { MembraneTest } from '../../../shared/contract/schemas.ts';
import { portText } from '../../../shared/rig/rig-port.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { asRigError, RigError } from '../rig-error.ts';
import { Pass } from './pass.ts';
import type { PassEnd } from './pass.ts';
import { RECORD_DEFAULTS } from './record-request.ts';
import type { LiveBlock, RecordRequest, RunOutcome } from './record-request.ts';
import type { LiveLink, RigPhase, RunProgress } from './rig-phase.ts';
import type { ClampNow } from './rig-status.ts';
import { holdSamples, protocolRun, realisedProtocol, spontaneousRun } from './run-plan.ts';
import type { RecordingEnd, RecordingMeta } from './sink.ts';

/** What a run needs of its rig. */
export interface RunSurroundings {
  readonly link: LiveLink;
  readonly now: () => Date;
  readonly temperatureC: () => number | null;
  /** Of the electrode, taken off. */
  readonly offsetMv: () => number;
  readonly testMembrane: () => Promise<MembraneTest>;
  readonly holdClamped: () => Promise<void>;
  readonly stopAsked: () => boolean;
  readonly abortAsked: () => boolean;
  readonly setPass: (pass: Pass | null) => void;
  readonly setClamp: (clamp: ClampNow) => void;
  readonly enter: (phase: RigPhase) => void;
  readonly fault: (reason: string) => void;
  readonly show: (block: LiveBlock) => void;
}

interface Recorded {
  readonly status: RecordingEnd;
  readonly reason: string | null;
  /** Interrupted by a storage failure only: the device did all that was asked. */
  readonly deviceSound?: boolean;
}

/** The sub-sweeps of a run as they will be asked for. */
interface LeakRun {
  readonly train: Protocol;
  readonly mark: Omit<LeakMark, 'role'>;
}

/** One run: voltage-clamp recording and, where asked, its sub-sweeps for leak subtraction and the membrane potential after it. */
export class RigRun {
  private readonly request: RecordRequest;
  private readonly rig: RunSurroundings;
  private readonly recordingIds: number[] = [];
  private readonly sampleRateHz: number;
  private readonly setup: ChosenSetup;
  private markStarted: (recordingId: number) => void = () => undefined;
  private markFailed: (error: RigError) => void = () => undefined;
  private membraneTest: MembraneTest | null = null;
  private compensation: Compensation | null = null;
  private leak: LeakRun | null = null;

  constructor(request: RecordRequest, rig: RunSurroundings) {
    this.request = request;
    this.rig = rig;
    const { sampleRateHz = null, filterHz = null } = request;
    this.setup = setupFor({ sampleRateHz, filterHz, rangePa: null }, rig.link.amplifier.capabilities).chosen;
    this.sampleRateHz = this.setup.sampleRateHz;
  }

  go(): { started: Promise<number>; finished: Promise<RunOutcome> } {
    const started = new Promise<number>((resolve, reject) => {
      this.markStarted = resolve;
      this.markFailed = reject;
    });
    const finished = this.everything().then(
      ({ status, reason }) => {
        if (this.recordingIds.length === 0) this.markFailed(new RigError('aborted', reason ?? 'The run ended before it began.'));
        return { status, reason, recordingIds: this.recordingIds };
      },
      async (error: unknown): Promise<RunOutcome> => {
        const rigError = asRigError(error, 'bad-device');
        await this.settle(rigError);
        this.markFailed(rigError);
        const status = rigError.code === 'aborted' ? 'aborted' : 'interrupted';
        return { status, reason: rigError.message, recordingIds: this.recordingIds };
      },
    );
    return { started, finished };
  }

  private async everything(): Promise<Recorded> {
    const { rig, request } = this;
    this.membraneTest = await rig.testMembrane();
    this.compensation = await this.compensate(this.membraneTest);
    if (rig.stopAsked() && !rig.abortAsked()) {
      await rig.holdClamped();
      return { status: 'stopped', reason: 'Stopped before the protocol began; nothing was recorded.' };
    }
    const { spontaneousBeforeSeconds: beforeS = 0, spontaneousSeconds: afterS, leak: plan = null } = request;
    this.leak = plan === null ? null : await this.leakRun(plan);
    const { leak } = this;
    const subSweeps = (when: LeakPlan['when']) => (leak?.mark.plan.when === when ? [() => this.recordSubSweeps(leak)] : []);
    const passes = [
      ...(beforeS > 0 ? [() => this.recordSpontaneous(beforeS)] : []),
      ...subSweeps('before'),
      () => this.recordProtocol(),
      ...(afterS > 0 ? [() => this.recordSpontaneous(afterS)] : []),
      // Behind the free potential: nothing comes between it and the clamp that it is held against.
      ...subSweeps('after'),
    ];
    let recorded: Recorded = { status: 'complete', reason: null };
    for (const pass of passes) if (recorded.status === 'complete') recorded = await pass();
    await this.clampAgain(recorded);
    return recorded;
  }

  /** The cell waits clamped, unless the device must not be used any more. A device that fails now does not change what was recorded. */
  private async clampAgain(recorded: Recorded): Promise<void> {
    const { link, holdClamped, fault } = this.rig;
    if ((recorded.status === 'interrupted' && recorded.deviceSound !== true) || !link.amplifier.isOpen) return;
    try {
      await holdClamped();
    } catch (error) {
      await link.amplifier.panic();
      fault(asRigError(error, 'bad-device').message);
    }
  }

  private compensate(test: MembraneTest): Promise<Compensation | null> {
    const percent = this.request.compensationPercent ?? RECORD_DEFAULTS.compensationPercent;
    return this.rig.link.amplifier.compensate({
      fastCapacitancePf: 0,
      membraneCapacitancePf: test.membraneCapacitancePf,
      seriesResistanceMohm: test.seriesResistanceMohm,
      correctionPercent: percent,
      predictionPercent: this.request.predictionPercent ?? percent,
      lagUs: 10,
      junctionPotentialMv: this.request.junctionPotentialMv ?? 0,
      offsetMv: this.rig.offsetMv(),
    });
  }

  private recordProtocol(): Promise<Recorded> {
    const { protocol, holdSeconds = RECORD_DEFAULTS.holdSeconds } = this.request;
    return this.recordClamp(protocol, holdSeconds, this.leak === null ? {} : { leak: { ...this.leak.mark, role: 'protocol' } });
  }

  private recordSubSweeps({ train, mark }: LeakRun): Promise<Recorded> {
    const words = `${leakWords(mark.plan)} sub-sweeps from ${mark.plan.holdingMv} mV, for leak subtraction: no recording of its own.`;
    return this.recordClamp(train, RECORD_DEFAULTS.leakHoldSeconds, { leak: { ...mark, role: 'sub-sweeps' }, remarks: [words] });
  }

  /**
   * The sub-sweeps that belong to the protocol as the device will play it; both are loaded, so that what it cannot play is refused before
   * anything is recorded. @throws RigError refused
   */
  private async leakRun(plan: LeakPlan): Promise<LeakRun> {
    const { protocol, holdSeconds = RECORD_DEFAULTS.holdSeconds } = this.request;
    const played = (await this.loadClamp(protocol, holdSeconds)).played;
    this.assertOneDownload(plan, protocol);
    const train = leakTrain(played, plan, this.sampleRateHz);
    await this.loadClamp(train, RECORD_DEFAULTS.leakHoldSeconds);
    this.assertOneDownload(plan, train);
    return { train, mark: { run: randomUUID(), plan, ...leakTimes(played, plan, this.sampleRateHz) } };
  }

  private assertOneDownload(plan: LeakPlan, { name }: Protocol): void {
    const { downloads } = this.rig.link.amplifier.loaded();
    if (downloads === 1) return;
    throw new RigError(
      'refused',
      `Expected one download for ${leakWords(plan)}, this device plays "${name.slice(0, 80)}" in ${downloads}, with rests that differ ` +
        `each time. Choose a protocol with fewer steps, or leave P/N out.`,
    );
  }

  private async loadClamp(protocol: Protocol, holdSeconds: number) {
    const { link, setClamp } = this.rig;
    const fastForward = link.amplifier.capabilities.fastForwardsHold && (this.request.fastForwardHold ?? true);
    await link.amplifier.configure({
      sampleRateHz: this.sampleRateHz,
      largestCurrentPa: this.request.largestCurrentPa ?? this.setup.rangePa,
      filterHz: this.setup.filterHz,
      mode: 'VC',
      holding: protocol.holdingMv,
    });
    setClamp({ mode: 'VC', holdingMv: protocol.holdingMv, sampleRateHz: this.sampleRateHz });
    const { items, holdItems } = protocolRun(protocol, holdSeconds, fastForward);
    const realised = await link.amplifier.load(items);
    return { realised, holdItems, fastForward, played: realisedProtocol(protocol, realised, holdItems) };
  }

  private async recordClamp(protocol: Protocol, holdSeconds: number, more: Pick<RecordingMeta, 'leak' | 'remarks'>): Promise<Recorded> {
    const { realised, holdItems, fastForward, played } = await this.loadClamp(protocol, holdSeconds);
    const held = holdSamples(realised, holdItems, this.sampleRateHz);
    return this.recordPass(
      held,
      {
        ...this.commonMeta(),
        ...more,
        kind: 'voltage-clamp',
        requestedProtocol: protocol,
        protocol: played,
        mode: 'VC',
        totalSamples: this.rig.link.amplifier.loaded().samples - held,
        compensation: this.compensation,
        holdSeconds,
        holdFastForwarded: fastForward && holdSeconds > 0,
      },
      (items) => realisedProtocol(protocol, items, holdItems),
    );
  }

  private async recordSpontaneous(seconds: number): Promise<Recorded> {
    const { link, setClamp } = this.rig;
    await link.amplifier.configure({
      sampleRateHz: this.sampleRateHz,
      largestCurrentPa: Math.min(...link.amplifier.capabilities.currentRangesPa),
      filterHz: this.setup.filterHz,
      mode: 'I0',
      holding: 0,
    });
    setClamp({ mode: 'I0', holdingMv: null, sampleRateHz: this.sampleRateHz });
    await link.amplifier.load(spontaneousRun(seconds).items);
    return this.recordPass(0, {
      ...this.commonMeta(),
      kind: 'spontaneous',
      requestedProtocol: null,
      protocol: null,
      mode: 'I0',
      totalSamples: link.amplifier.loaded().samples,
      compensation: null,
      holdSeconds: 0,
      holdFastForwarded: false,
    });
  }

  /** Recorder first: the sink has a block before it is shown. */
  private async recordPass(
    holdCount: number,
    meta: RecordingMeta,
    protocolOf?: (items: readonly StimulusItem[]) => Protocol,
  ): Promise<Recorded> {
    const { link, show, enter, setPass } = this.rig;
    const { sink } = this.request;
    const recordingId = await storing(() => sink.begin(meta));
    this.recordingIds.push(recordingId);
    const run: RunProgress = {
      sessionKey: meta.sessionKey,
      recordingId,
      protocolId: meta.protocol?.id ?? 'spontaneous',
      totalSamples: meta.totalSamples,
      sampleRateHz: meta.sampleRateHz,
      takenSamples: 0,
    };
    let seq = 0;
    const live = { recordingId, sampleRateHz: meta.sampleRateHz };
    const pass = new Pass(link.amplifier, holdCount, {
      hold: (block) => show({ ...live, ...block, seq: seq++ }),
      block: (block) => {
        sinkCall(() => sink.block(block));
        run.takenSamples = block.firstSample + block.voltageMv.length;
        show({ ...live, ...block, seq: seq++ });
      },
      event: (event) => sinkCall(() => sink.event(event)),
      gap: (gap) => sinkCall(() => sink.gap(gap)),
      ...(protocolOf === undefined
        ? {}
        : {
            rested: (items: readonly StimulusItem[]): void => {
              run.totalSamples = pass.totalSamples;
              sinkCall(() => sink.realised({ protocol: protocolOf(items), totalSamples: pass.totalSamples }));
            },
          }),
    });
    sink.onFailure?.((error) => pass.failTarget(storingFailed(error)));
    setPass(pass);
    try {
      await pass.begin(() => enter({ state: 'armed', link, run }));
    } catch (error) {
      const aborted = error instanceof RigError && error.code === 'aborted';
      await this.endSink(aborted ? 'aborted' : 'interrupted');
      throw error;
    }
    enter({ state: this.rig.stopAsked() ? 'stopping' : 'recording', link, run });
    // A device that cannot be stopped counts as faulty: the run ends at the safe level.
    if (this.rig.stopAsked()) await pass.stop().catch((error: unknown) => pass.cutShort(asRigError(error, 'no-answer').message));
    this.markStarted(recordingId);
    const end = await pass.wait();
    setPass(null);
    return this.conclude(end);
  }

  private async conclude(end: PassEnd): Promise<Recorded> {
    switch (end.kind) {
      case 'complete':
      case 'stopped':
        return this.endWhole(end.kind);
      case 'aborted':
        return this.endAborted();
      case 'lost':
        return this.interrupt(end.error.message);
      case 'cut-short':
        await this.rig.link.amplifier.panic();
        return this.interrupt(end.reason);
      case 'target-failed':
        await this.rig.link.amplifier.panic();
        return this.interrupt(`${end.error.message} The run was stopped; what was stored before stays.`);
    }
  }

  private async endWhole(status: 'complete' | 'stopped'): Promise<Recorded> {
    const failed = await this.endSink(status);
    if (failed !== null) return { ...failed, deviceSound: true };
    return { status, reason: status === 'stopped' ? 'Stopped by the operator.' : null };
  }

  private async endAborted(): Promise<Recorded> {
    const ending = await this.rig.link.amplifier.panic();
    const held = 'the device was set to its safe level and has stopped';
    const closed = 'the device did not confirm that it has stopped, so its port was closed: look at the cell and the amplifier';
    const reason = `Aborted by the operator; ${ending === 'stands-still' ? held : closed}.`;
    return (await this.endSink('aborted')) ?? { status: 'aborted', reason };
  }

  private async interrupt(reason: string): Promise<Recorded> {
    const failed = await this.endSink('interrupted');
    const message = failed?.reason == null || reason.includes(failed.reason) ? reason : `${reason} ${failed.reason}`;
    this.rig.fault(message);
    return { status: 'interrupted', reason: message };
  }

  /** Closes the recording; where even that fails, the run is interrupted for that reason. */
  private async endSink(status: RecordingEnd): Promise<Recorded | null> {
    try {
      const stored = await this.request.sink.end(status);
      return stored === status
        ? null
        : { status: stored, reason: `The recording is stored as ${stored}: not everything could be read back from the disk.` };
    } catch (error) {
      const reason = asRigError(error, 'sink').message;
      this.rig.fault(reason);
      return { status: 'interrupted', reason };
    }
  }

  /** After a failed start the device must not stay armed. */
  private async settle(error: RigError): Promise<void> {
    this.rig.setPass(null);
    if (error.code === 'port-lost' || error.code === 'no-answer') {
      this.rig.fault(error.message);
      return;
    }
    const ending = await this.rig.link.amplifier.panic();
    if (ending === 'port-closed') this.rig.fault(error.message);
    else if (error.code === 'sink') this.rig.fault(error.message);
  }

  private commonMeta() {
    const { amplifier, port } = this.rig.link;
    const { identity, calibration } = amplifier;
    return {
      sessionKey: this.request.sessionKey,
      sampleRateHz: this.sampleRateHz,
      startedAt: this.rig.now().toISOString(),
      device: {
        name: identity.name,
        firmware: identity.firmware,
        serial: identity.serial,
        port: portText(port),
        simulated: identity.simulated,
      },
      calibration,
      rangePa: amplifier.loaded().settings.rangePa,
      filterHz: this.setup.filterHz,
      membraneTest: this.membraneTest,
      conditions: this.conditions(),
      ...(this.request.quality === undefined ? {} : { quality: this.request.quality() }),
    };
  }

  private conditions(): RecordingConditions {
    const { membraneTest: test, compensation } = this;
    const temperatureC = this.request.temperatureC ?? this.rig.temperatureC();
    return {
      filterHz: this.setup.filterHz,
      ...(temperatureC === null ? {} : { temperatureC }),
      ...(test === null
        ? {}
        : {
            membraneCapacitancePf: test.membraneCapacitancePf,
            seriesResistanceMohm: test.seriesResistanceMohm,
            membraneResistanceMohm: test.membraneResistanceMohm,
          }),
      ...(compensation === null
        ? {}
        : {
            compensationPercent: compensation.correctionPercent,
            predictionPercent: compensation.predictionPercent,
            junctionPotentialMv: compensation.junctionPotentialMv,
          }),
    };
  }
}

function sinkCall<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw storingFailed(error);
  }
}

async function storing<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storingFailed(error);
  }
}

function storingFailed(error: unknown): RigError {
  const reason = error instanceof Error ? error.message : String(error);
  return new RigError('sink', `Expected to store what the rig sent, storing failed: ${reason}`, { cause: error });
}
