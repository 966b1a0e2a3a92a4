import type { Protocol } from '../core/protocol/protocol.ts';
import { protocolDurationMs } from '../core/protocol/protocol.ts';
import type { MembraneTest, RigStatus } from '../shared/contract/schemas.ts';
import { SessionRecorder } from '../main/recorder/index.ts';
import { Rig, type RunOutcome } from '../main/rig/index.ts';
import type { SessionFile } from '../main/store/index.ts';
import { launchEmulator } from './launch-emulator.ts';
import type { Context } from './verb.ts';

export interface RunWish {
  /** A serial port, tcp://host:port, or 'emulated': the simulated rig is started for this run. */
  readonly port: string;
  /** Seed of the simulated cell. */
  readonly seed: number;
  readonly protocol: Protocol;
  readonly session: SessionFile;
  /** Membrane potential without clamp after the protocol, s. */
  readonly spontaneousSeconds: number;
  readonly temperatureC?: number | undefined;
  /** Further options of `rig emulate`. */
  readonly emulatorArgs?: readonly string[];
}

export interface RecordedRun {
  readonly recordingIds: readonly number[];
  readonly simulated: boolean;
  readonly device: RigStatus['device'];
  readonly membraneTest: MembraneTest | null;
  readonly lostSamples: number;
}

/**
 * One run on a rig into a session: every sample is stored before anything else happens with it.
 * @throws Error when the run did not complete; what was recorded until then stays in the session
 */
export async function recordRun(wish: RunWish, { signal, progress }: Context): Promise<RecordedRun> {
  const rig = new Rig({ launchEmulator: (seed) => launchEmulator(seed, wish.emulatorArgs) });
  const abort = (): void => void rig.abort().catch((error: unknown) => progress.note(`The abort failed: ${error instanceof Error ? error.message : String(error)}`));
  progress.step('Connecting', 0, wish.port);
  try {
    await rig.connect({ port: wish.port, seed: wish.seed });
    const { device, simulated } = rig.status();
    progress.note(`Connected: ${device?.name ?? 'device'} ${device?.serial ?? ''}${simulated ? ' (SIMULATED: no real cell)' : ''} on ${rig.status().port ?? wish.port}.`);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    followSamples(rig, wish, progress);
    const { finished } = await rig.record({
      sessionKey: wish.session.key,
      protocol: wish.protocol,
      spontaneousSeconds: wish.spontaneousSeconds,
      sink: new SessionRecorder(wish.session),
      ...(wish.temperatureC === undefined ? {} : { temperatureC: wish.temperatureC }),
    });
    const outcome: RunOutcome = await finished;
    signal.throwIfAborted();
    const { membraneTest, lostSamples } = rig.status();
    if (outcome.status !== 'complete') {
      const kept = outcome.recordingIds.length > 0 ? ` What was recorded is kept as recording ${outcome.recordingIds.join(' and ')}.` : '';
      throw new Error(`The recording is ${outcome.status}: ${outcome.reason ?? 'no reason was given.'}${kept}`);
    }
    return { recordingIds: outcome.recordingIds, simulated, device, membraneTest, lostSamples };
  } finally {
    signal.removeEventListener('abort', abort);
    await rig.disconnect();
  }
}

function followSamples(rig: Rig, { protocol, spontaneousSeconds }: RunWish, progress: Context['progress']): void {
  let clampId: number | null = null;
  rig.events.on('samples', ({ recordingId, firstSample, sampleRateHz, voltageMv }) => {
    clampId ??= recordingId;
    const doneS = (firstSample + voltageMv.length) / sampleRateHz;
    if (doneS < 0) return;
    const clamped = recordingId === clampId;
    const totalS = clamped ? protocolDurationMs(protocol) / 1000 : spontaneousSeconds;
    progress.step(clamped ? `Recording ${protocol.id}` : 'Recording without clamp', doneS / totalS, `${doneS.toFixed(1)} of ${totalS.toFixed(1)} s`);
  });
}
