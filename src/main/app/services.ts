import { join } from 'node:path';
import { powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { GpuMode } from '../gpu/gpu-mode.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { SampleStream } from '../ipc/sample-stream.ts';
import { OwnModels } from '../training/own-models.ts';
import { startUtilityTraining } from '../training/utility-training.ts';
import { ProtocolShelf, SessionFolder } from '../store/index.ts';
import { Comparisons } from './comparisons.ts';
import { networksFolder, protocolsFolder, type Folders } from './folders.ts';
import { createInference } from './inference.ts';
import { Jobs } from './jobs/jobs.ts';
import { emulatorLauncher } from './launch-emulator.ts';
import { MethodRuns } from './method-runs.ts';
import { PowerGuard } from './power.ts';
import { ProtocolDraftKeeper } from './protocol-draft.ts';
import { ProtocolScores } from './protocol-scores.ts';
import { RigService } from './rig-service.ts';
import { RunTwins } from './run-twins.ts';
import { Traces } from './traces.ts';
import { Trainings } from './trainings.ts';
import { TwinMaker } from './twin-maker.ts';
import { wantsRig } from './wants-rig.ts';

export interface ServiceOptions {
  readonly folders: Folders;
  readonly mode: GpuMode;
  readonly send: EventSender;
  readonly samples: SampleStream;
  readonly window: () => BrowserWindow | null;
}

/** Everything behind the handlers, made once at the start. */
export interface Services {
  readonly folders: Folders;
  readonly window: () => BrowserWindow | null;
  readonly send: EventSender;
  readonly rig: RigService;
  readonly sessions: SessionFolder;
  readonly protocols: ProtocolShelf;
  readonly protocolScores: ProtocolScores;
  readonly protocolDraft: ProtocolDraftKeeper;
  readonly traces: Traces;
  readonly comparisons: Comparisons;
  readonly jobs: Jobs;
  readonly twins: TwinMaker;
  readonly methods: MethodRuns;
  readonly inference: InferenceSupervisor;
  readonly trainings: Trainings;
  readonly ownModels: OwnModels;
  /** The app connects to the built-in simulated rig by itself. */
  readonly autoConnect: boolean;
  readonly start: () => void;
  readonly close: () => Promise<void>;
}

export function createServices({ folders, mode, send, samples, window }: ServiceOptions): Services {
  // Fails here, before any window, when the resources are not what they should be.
  const protocols = new ProtocolShelf(protocolsFolder(folders), folders.ownProtocols);
  const sessions = new SessionFolder(folders.sessions);
  const inference = createInference(folders, mode, (status) => send('inference:status', status));
  const comparisons = new Comparisons(sessions, inference.supervisor);
  const jobs = new Jobs((list) => send('jobs:changed', list));
  const twins = new TwinMaker({ sessions, inference: inference.supervisor, comparisons, jobs, send });
  const runTwins = new RunTwins({ sessions, twins, send });
  // Every status of the rig passes here on its way to the window.
  const sendAndFollow: EventSender = (key, event) => {
    if (key === 'rig:status') power.follow(event as RigStatus);
    send(key, event);
  };
  const rig = new RigService({
    sessions,
    send: sendAndFollow,
    samples,
    launchEmulator: emulatorLauncher(folders.main),
    onClamped: (clamped) => runTwins.clamped(clamped),
    onRecorded: (recorded) => void runTwins.ended(recorded),
  });
  const power = new PowerGuard({
    api: { blocker: powerSaveBlocker, monitor: powerMonitor },
    rig,
    notify: (level, message) => send('app:notice', { level, message }),
    log: (message) => console.error(message),
    nowMs: () => Date.now(),
  });
  const trainings = new Trainings(folders, send, () => startUtilityTraining(join(folders.main, 'inference-process.cjs')));
  const autoConnect = wantsRig(process.argv, process.env);
  return {
    folders,
    window,
    send,
    rig,
    sessions,
    protocols,
    protocolScores: new ProtocolScores(inference.supervisor, send),
    protocolDraft: new ProtocolDraftKeeper(folders.protocolDraft),
    traces: new Traces(sessions),
    comparisons,
    jobs,
    twins,
    methods: new MethodRuns({ sessions, inference: inference.supervisor, jobs }),
    inference: inference.supervisor,
    trainings,
    ownModels: new OwnModels(networksFolder(folders)),
    autoConnect,
    start: () => {
      inference.start();
      if (autoConnect) rig.connectSimulated();
    },
    close: async () => {
      jobs.close();
      power.close();
      inference.close();
      await Promise.all([rig.close(), trainings.close()]);
    },
  };
}
