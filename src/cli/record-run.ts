import { dirname } from 'node:path';
import { LEAK_TRAIN_ID, leakTrain, type LeakPlan } from '../core/protocol/leak-sweeps.ts';
import type { Protocol } from '../core/protocol/protocol.ts';
import { protocolDurationMs } from '../core/protocol/protocol.ts';
import { AcquisitionClient, startNodeAcquisition } from '../main/acquisition/index.ts';
import type { EndedRun, RecordTarget } from '../shared/acquisition/messages.ts';
import type { SampleBlock } from '../shared/contract/contract.ts';
import type { MembraneTest, RigStatus } from '../shared/contract/schemas.ts';
import { portText, type RigPort } from '../shared/rig/rig-port.ts';
import { launchEmulator } from './launch-emulator.ts';
import { ACQUISITION_PROCESS, RECORDER_THREAD } from './paths.ts';
import type { Context } from './verb.ts';

export interface RunWish {
  /** A simulated rig is started for this run. */
  readonly port: RigPort;
  readonly protocol: Protocol;
  readonly target: RecordTarget;
  /** Membrane potential without clamp after the protocol, s. */
  readonly spontaneousSeconds: number;
  readonly temperatureC?: number | undefined;
  /** Rate, filter and largest current; what is absent is as usual. */
  readonly setup?: { readonly [K in 'sampleRateHz' | 'filterHz' | 'largestCurrentPa']: number | undefined };
  /** Sub-sweeps for leak subtraction; null or absent: none. */
  readonly leak?: LeakPlan | null;
  /** Further options of `rig emulate`. */
  readonly emulatorArgs?: readonly string[];
}

export interface RecordedRun {
  readonly sessionPath: string;
  readonly recordingIds: readonly number[];
  readonly simulated: boolean;
  readonly device: RigStatus['device'];
  readonly membraneTest: MembraneTest | null;
  readonly lostSamples: number;
}

/**
 * One run on a rig into a session, in the acquisition process, which stores every sample first whatever happens here.
 * @throws Error when the run did not complete; what was recorded until then is kept in the session
 */
export async function recordRun(wish: RunWish, { signal, progress }: Context): Promise<RecordedRun> {
  let markEnded: (run: EndedRun) => void = () => undefined;
  const ended = new Promise<EndedRun>((resolve) => {
    markEnded = resolve;
  });
  const now = { protocolId: wish.protocol.id };
  const follow = followSamples(wish, progress, now);
  const client: AcquisitionClient = new AcquisitionClient({
    start: () => startNodeAcquisition(ACQUISITION_PROCESS),
    init: { type: 'init', recorderThread: RECORDER_THREAD, sessionsFolder: folderOf(wish.target), rescueFolders: [process.cwd()] },
    launchEmulator: (seed) => launchEmulator(seed, wish.emulatorArgs),
    onStatus: ({ recording }) => {
      if (recording !== null) now.protocolId = recording.protocolId;
    },
    onSamples: (block) => {
      client.taken(block.seq);
      follow(block);
    },
    onStored: () => undefined,
    onEnded: markEnded,
    onNotice: (level, message) => {
      if (level === 'error') progress.note(message);
    },
  });
  const abort = (): void =>
    void client
      .request('abort', undefined)
      .catch((error: unknown) => progress.note(`The abort failed: ${error instanceof Error ? error.message : String(error)}`));
  progress.step('Connecting', 0, portText(wish.port));
  try {
    signal.addEventListener('abort', abort);
    const { device, simulated, port } = await client.request('connect', { port: wish.port });
    progress.remark(
      `Connected: ${device?.name ?? 'device'} ${device?.serial ?? ''}${simulated ? ' (SIMULATED: no real cell)' : ''} on ` +
        `${portText(port ?? wish.port)}.`,
    );
    signal.throwIfAborted();
    const { protocol, target, spontaneousSeconds, temperatureC, setup, leak = null } = wish;
    await client.request('record', { target, protocol, spontaneousSeconds, leak, ...known({ temperatureC, ...setup }) });
    const run = await ended;
    signal.throwIfAborted();
    if (run.status !== 'complete') {
      const kept = run.recordingIds.length > 0 ? ` What was recorded is kept as recording ${run.recordingIds.join(' and ')}.` : '';
      throw new Error(`The recording is ${run.status}: ${run.reason ?? 'no reason was given.'}${kept}`);
    }
    const { membraneTest, lostSamples } = client.status();
    return { sessionPath: run.sessionPath, recordingIds: run.recordingIds, simulated, device, membraneTest, lostSamples };
  } finally {
    signal.removeEventListener('abort', abort);
    await client.close();
  }
}

function folderOf(target: RecordTarget): string {
  return target.kind === 'new' ? target.folder : dirname(target.path);
}

/** @param now what is recorded, as the rig says */
function followSamples(
  { protocol, spontaneousSeconds, leak = null }: RunWish,
  progress: Context['progress'],
  now: { readonly protocolId: string },
): (block: SampleBlock) => void {
  return ({ firstSample, sampleRateHz, stride, voltageMv }) => {
    const doneS = (firstSample + voltageMv.length * (stride === 1 ? 1 : stride / 2)) / sampleRateHz;
    if (doneS < 0) return;
    const { name, totalS } =
      now.protocolId === 'spontaneous'
        ? { name: 'Recording without clamp', totalS: spontaneousSeconds }
        : now.protocolId === LEAK_TRAIN_ID && leak !== null
          ? { name: 'Recording sub-sweeps', totalS: protocolDurationMs(leakTrain(protocol, leak, sampleRateHz)) / 1000 }
          : { name: `Recording ${protocol.id}`, totalS: protocolDurationMs(protocol) / 1000 };
    progress.step(name, doneS / totalS, `${doneS.toFixed(1)} of ${totalS.toFixed(1)} s`);
  };
}

/** Without the fields that were not given. */
function known<K extends string>(fields: { readonly [Key in K]?: number | undefined }): { readonly [Key in K]?: number } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { readonly [Key in K]?: number };
}
