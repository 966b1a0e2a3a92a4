import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { GpuMode } from '../gpu/gpu-mode.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { PathTokens } from '../security/path-tokens.ts';
import { OwnModels } from '../training/own-models.ts';
import { startUtilityTraining } from '../training/utility-training.ts';
import { ProtocolShelf } from '../store/index.ts';
import { StoreClient, type Store } from '../store-worker/store-client.ts';
import { startUtilityStore } from '../store-worker/utility-store.ts';
import { DrugStudies } from './drugs/drug-studies.ts';
import { OwnCompounds } from './drugs/own-compounds.ts';
import { StoredExperiments } from './drugs/stored-experiments.ts';
import { Comparisons } from './comparisons.ts';
import { networksFolder, protocolsFolder, type Folders } from './folders.ts';
import { CsvTemplates } from './csv-templates.ts';
import { FileWork } from './file-work.ts';
import { createInference } from './inference.ts';
import { AcquisitionClient, type AcquisitionClientOptions } from '../acquisition/index.ts';
import { CellCopies } from './cell-copies.ts';
import { Jobs } from './jobs/jobs.ts';
import { emulatorLauncher } from './launch-emulator.ts';
import { MethodRuns } from './method-runs.ts';
import { PowerGuard } from './power.ts';
import { ProtocolDraftKeeper } from './protocol-draft.ts';
import { ProtocolScores } from './protocol-scores.ts';
import { RigLog } from './rig-log.ts';
import { RigSettingsKeeper } from './rig-settings-keeper.ts';
import { RigService, type RigServiceOptions } from './rig-service.ts';
import { RunTwins } from './run-twins.ts';
import { Trainings } from './trainings.ts';
import { TwinMaker } from './twin-maker.ts';
import { startUtilityAcquisition } from './utility-acquisition.ts';
import { wantsRig } from './wants-rig.ts';

export interface ServiceOptions {
  readonly folders: Folders;
  readonly mode: GpuMode;
  readonly send: EventSender;
  readonly window: () => BrowserWindow | null;
}

/** Everything behind the handlers, made once at the start. */
export interface Services {
  readonly folders: Folders;
  readonly window: () => BrowserWindow | null;
  readonly send: EventSender;
  readonly rig: RigService;
  /** The copy of each cell in a second folder. */
  readonly copies: CellCopies;
  readonly store: Store;
  readonly protocols: ProtocolShelf;
  /** Paths of files that the operator dropped on the window. */
  readonly pathTokens: PathTokens;
  /** The import or export of many files that is running. */
  readonly fileWork: FileWork;
  /** Column templates of the operator's tables. */
  readonly templates: CsvTemplates;
  readonly protocolScores: ProtocolScores;
  readonly protocolDraft: ProtocolDraftKeeper;
  readonly comparisons: Comparisons;
  readonly jobs: Jobs;
  readonly twins: TwinMaker;
  readonly methods: MethodRuns;
  readonly inference: InferenceSupervisor;
  readonly compounds: OwnCompounds;
  readonly experiments: StoredExperiments;
  readonly studies: DrugStudies;
  readonly trainings: Trainings;
  readonly ownModels: OwnModels;
  /** The app connects to the built-in simulated rig by itself. */
  readonly autoConnect: boolean;
  readonly start: () => void;
  readonly close: () => Promise<void>;
}

function keptByTheRig({ rigSettings, rigLog, sessions }: Folders) {
  return { sessionsFolder: sessions, settings: new RigSettingsKeeper(rigSettings), log: new RigLog(rigLog) };
}

export function createServices({ folders, mode, send, window }: ServiceOptions): Services {
  // Fails here, before any window, when the resources are not as expected.
  const protocols = new ProtocolShelf(protocolsFolder(folders), folders.ownProtocols);
  const inference = createInference(folders, mode, (status) => send('inference:status', status));
  const store = createStore(folders, send);
  const compounds = new OwnCompounds(join(folders.user, 'compounds.json'), join(folders.resources, 'drugs', 'drugs.json'));
  const experiments = new StoredExperiments(join(folders.user, 'experiments'));
  const comparisons = new Comparisons(store, inference.supervisor);
  const jobs = new Jobs((list) => send('jobs:changed', list));
  const twins = new TwinMaker({ store, inference: inference.supervisor, comparisons, jobs, send });
  const runTwins = new RunTwins({ store, twins, send });
  // Every status of the rig passes here on its way to the window.
  const sendAndFollow: EventSender = (key, event) => {
    if (key === 'rig:status') power.follow(event as RigStatus);
    send(key, event);
  };
  const copies = createCopies(folders, store, send, (words) => rig.addToLog(words));
  const rig = new RigService({
    ...keptByTheRig(folders),
    send: sendAndFollow,
    createClient: (events) => createAcquisition(folders, events),
    ...followedBy(runTwins, copies),
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
    copies,
    store,
    protocols,
    pathTokens: new PathTokens(),
    fileWork: new FileWork(),
    protocolScores: new ProtocolScores(inference.supervisor, send),
    templates: new CsvTemplates(folders.templates),
    protocolDraft: new ProtocolDraftKeeper(folders.protocolDraft),
    comparisons,
    jobs,
    twins,
    methods: new MethodRuns({ store, inference: inference.supervisor, jobs }),
    inference: inference.supervisor,
    compounds,
    experiments,
    studies: new DrugStudies({
      store,
      inference: inference.supervisor,
      compounds,
      stored: experiments,
      send,
      program: `TwinClamp ${app.getVersion()}`,
    }),
    trainings,
    ownModels: new OwnModels(networksFolder(folders)),
    autoConnect,
    start: () => {
      rig.start();
      store.start();
      inference.start();
      if (autoConnect) rig.connectSimulated();
    },
    close: async () => {
      jobs.close();
      power.close();
      inference.close();
      await Promise.all([rig.close().then(() => copies.cellClosed()), trainings.close()]);
      store.close();
    },
  };
}

/** What comes after a recording, and after a cell. */
function followedBy(runTwins: RunTwins, copies: CellCopies): Pick<RigServiceOptions, 'onClamped' | 'onRecorded' | 'onCellClosed'> {
  return {
    onClamped: (clamped) => runTwins.clamped(clamped),
    onRecorded: (recorded) => {
      copies.recorded(recorded.sessionKey);
      void runTwins.ended(recorded);
    },
    onCellClosed: () => void copies.cellClosed(),
  };
}

function createCopies({ cellCopies, sessions }: Folders, store: StoreClient, send: EventSender, log: (words: string) => void): CellCopies {
  return new CellCopies({
    store,
    isThere: (sessionKey) => existsSync(join(sessions, sessionKey)),
    file: cellCopies,
    log,
    notify: (message) => send('app:notice', { level: 'warning', message }),
  });
}

function createStore(folders: Folders, send: EventSender): StoreClient {
  return new StoreClient(
    () =>
      startUtilityStore(join(folders.main, 'store-process.cjs'), {
        type: 'init',
        sessionsDir: folders.sessions,
        indexFile: folders.sessionsIndex,
        inPlaceFile: folders.sessionsInPlace,
        scripts: { intake: join(folders.main, 'intake-worker.cjs'), hdf5: join(folders.main, 'hdf5-worker.cjs') },
      }),
    (sessionKey) => send('session:changed', { sessionKey }),
  );
}

type AcquisitionEvents = Omit<AcquisitionClientOptions, 'start' | 'init' | 'launchEmulator'>;

function createAcquisition(folders: Folders, events: AcquisitionEvents): AcquisitionClient {
  return new AcquisitionClient({
    ...events,
    start: () => startUtilityAcquisition(join(folders.main, 'acquisition-process.cjs')),
    init: {
      type: 'init',
      recorderThread: join(folders.main, 'recorder-thread.cjs'),
      sessionsFolder: folders.sessions,
      rescueFolders: [join(folders.user, 'rescue')],
    },
    launchEmulator: emulatorLauncher(folders.main),
  });
}
