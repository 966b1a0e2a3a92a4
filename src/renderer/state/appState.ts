import { DISCONNECTED_RIG } from '../../shared/contract/disconnected-rig.ts';
import type { ResponseOf } from '../../shared/contract/contract.ts';
import type {
  ChannelBlock,
  DroppedFile,
  DrugEntry,
  InferenceStatus,
  JobView,
  ModelCard,
  ProtocolShelf,
  RigStatus,
  SessionDetail,
  SessionSummary,
} from '../../shared/contract/schemas.ts';
import type { RigPort } from '../../shared/rig/rig-port.ts';
import type { OwnModel } from '../../shared/training/own-models.ts';
import { TRAINING_DEFAULTS } from '../../shared/training/settings.ts';
import type { TrainingState } from '../../shared/training/state.ts';
import type { LastRun } from '../features/jobs/jobOfRun.ts';
import type { ComparisonRuns } from '../features/twin/methodRun.ts';
import { EMPTY, type Loadable } from './loadable.ts';
import { INITIAL_PROTOCOL_DESK, type ProtocolDeskState } from './protocolDesk.ts';

export type DeskId = 'rig' | 'twin' | 'review' | 'drugs' | 'models' | 'protocol';
export const DESKS: readonly DeskId[] = ['rig', 'twin', 'review', 'drugs', 'models', 'protocol'];

export type ThemeChoice = 'system' | 'dark' | 'light';
export type InferenceEstimate = NonNullable<JobView['estimate']>;
export type Protocol = ResponseOf<'protocol:list'>[number];
export type CompiledProtocol = ResponseOf<'protocol:compile'>;
export type Twin = ResponseOf<'twin:get'>;
export type TwinBeat = Twin['beat'];
export type TwinParameter = Twin['parameters'][number];
export type DrugResult = ResponseOf<'drug:apply'>;

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

export interface OpenTwin {
  readonly sessionKey: string;
  readonly twinId: number;
  readonly twin: Twin;
  readonly session: SessionDetail;
}

export interface RigForm {
  /** null: the one that is typed. */
  readonly port: RigPort | null;
  readonly typedPort: string;
  readonly protocolId: string;
  readonly cellName: string;
  readonly temperatureC: string;
  readonly spontaneousSeconds: string;
}

export type ChannelName = ChannelBlock['channel'];
export interface ChannelRow {
  readonly ic50Nm: string;
  readonly hill: string;
  readonly extrapolated: boolean;
  readonly hillGiven: boolean;
}
export interface DrugForm {
  /** Index into the drug list; -1 for values typed by the operator. */
  readonly choice: number;
  readonly channels: Readonly<Record<ChannelName, ChannelRow>>;
  readonly concentrationNm: string;
}

/** A result with the inputs it belongs to: when the form changes, the result on screen is marked as old. */
export interface AppliedDrug {
  readonly result: DrugResult;
  readonly form: DrugForm;
  /** Drug, source and concentration in words. */
  readonly what: string;
}

/** Fields as typed. */
export interface TrainingForm {
  readonly protocolId: string;
  readonly lowC: string;
  readonly highC: string;
  readonly spreadPercent: string;
  readonly cells: string;
  readonly minutes: string;
}

export interface AppState {
  readonly desk: DeskId;
  readonly theme: ThemeChoice;
  readonly info: Loadable<ResponseOf<'app:info'>>;
  readonly rig: RigStatus;
  readonly inference: InferenceStatus;
  readonly notices: readonly Notice[];
  /** Names of the actions under way, so that their buttons can wait. */
  readonly pending: ReadonlySet<string>;
  readonly ports: Loadable<ResponseOf<'rig:ports'>>;
  readonly protocols: Loadable<readonly Protocol[]>;
  readonly shelf: Loadable<ProtocolShelf>;
  readonly protocolDesk: ProtocolDeskState;
  readonly compiled: Loadable<CompiledProtocol>;
  readonly rigForm: RigForm;
  /** Whether the device that was connected last is simulated: its values are shown, marked as old, when it has gone. */
  readonly lastSimulated: boolean;
  /** What is being made of which cell, as main lists it. */
  readonly jobs: readonly JobView[];
  readonly jobsOpen: boolean;
  readonly lastRun: LastRun | null;
  /** The job of the run that is recorded now or was last, kept when it has left the list. */
  readonly runJob: JobView | null;
  /** Methods side by side, by session and recording: they outlive the desk that shows them. */
  readonly methodRuns: Readonly<Record<string, ComparisonRuns>>;
  readonly sessions: Loadable<readonly SessionSummary[]>;
  readonly openSession: Loadable<SessionDetail>;
  /** A recording that was dropped on the window and waits for its protocol and cell name. */
  readonly droppedCsv: DroppedFile | null;
  readonly openTwin: Loadable<OpenTwin>;
  readonly drugs: Loadable<readonly DrugEntry[]>;
  readonly drugForm: DrugForm;
  readonly drugResult: Loadable<AppliedDrug>;
  readonly models: Loadable<readonly ModelCard[]>;
  readonly ownModels: Loadable<readonly OwnModel[]>;
  readonly training: TrainingState;
  readonly trainingForm: TrainingForm;
}

export const CHANNELS: readonly ChannelName[] = ['IKr', 'IKs', 'ICaL', 'INa', 'If', 'IK1', 'Ito', 'INaL'];
export const NO_CHANNEL: ChannelRow = { ic50Nm: '', hill: '1', extrapolated: false, hillGiven: true };

export const INITIAL_STATE: AppState = {
  desk: 'rig',
  theme: 'system',
  info: EMPTY,
  rig: DISCONNECTED_RIG,
  inference: { state: 'starting', backend: null, backendNote: null },
  notices: [],
  pending: new Set(),
  ports: EMPTY,
  protocols: EMPTY,
  shelf: EMPTY,
  protocolDesk: INITIAL_PROTOCOL_DESK,
  compiled: EMPTY,
  rigForm: {
    port: { kind: 'simulated' },
    typedPort: '',
    protocolId: '',
    cellName: '',
    // Empty: nobody has measured it yet. A device with a thermometer tells its own.
    temperatureC: '',
    spontaneousSeconds: '10',
  },
  lastSimulated: false,
  jobs: [],
  jobsOpen: false,
  lastRun: null,
  runJob: null,
  methodRuns: {},
  sessions: EMPTY,
  openSession: EMPTY,
  droppedCsv: null,
  openTwin: EMPTY,
  drugs: EMPTY,
  drugForm: {
    choice: -1,
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel, NO_CHANNEL])) as Record<ChannelName, ChannelRow>,
    concentrationNm: '100',
  },
  drugResult: EMPTY,
  models: EMPTY,
  ownModels: EMPTY,
  training: { kind: 'none' },
  trainingForm: {
    protocolId: '',
    lowC: String(TRAINING_DEFAULTS.temperatureC),
    highC: String(TRAINING_DEFAULTS.temperatureC),
    spreadPercent: String(100 * TRAINING_DEFAULTS.spread),
    cells: String(TRAINING_DEFAULTS.cells),
    minutes: String(TRAINING_DEFAULTS.minutes),
  },
};
