import { CELL_KINDS } from '../../core/trace/cell-kind.ts';
import { cultureSchema } from '../../core/trace/culture.ts';
import { LONGEST_REASON } from '../../core/trace/correction.ts';
import { z } from 'zod';
import { amplifierCapabilitiesSchema } from '../../core/amplifier/capabilities.ts';
import { frontAmplifierSchema } from '../../core/amplifier/front-amplifier.ts';
import { beatTraceSchema } from '../../core/beat/beat-trace.ts';
import { protocolScoreSchema, type ProtocolScore } from '../../core/designer/protocol-score.ts';
import { channelBlockSchema, drugEffectSchema, drugEntrySchema, type ChannelBlock, type DrugEntry } from '../../core/drug/drug-schema.ts';
import { protocolSchema as coreProtocol, protocolSchemaWithin } from '../../core/protocol/protocol-schema.ts';
import { boolean, choice, list, numberBetween, record, textOf, union } from '../../core/schema/index.ts';
import { METHOD_ANSWERS } from '../../core/twin/method-answer.ts';
import { twinEstimateSchema } from '../../core/twin/twin-estimate.ts';
import { rigPortSchema } from '../rig/rig-port-schema.ts';
import { COMMAND_MOST_MV, DURATION_MOST_MS, ID_LONGEST, NAME_LONGEST, pathToken, SEGMENTS_MAX, TEXT_LONGEST } from './bounds.ts';
import { bath, cellNow, lastClamp } from './cell-schema.ts';
import { manipulatorNow } from './manipulator-schema.ts';
import { membraneTest, scopeState } from './scope-schema.ts';
import { zodOf } from './zod-of.ts';

export const protocolSchema = zodOf(coreProtocol);

/** A protocol as a page may send it. */
const sent = protocolSchemaWithin({
  id: textOf(1, ID_LONGEST),
  name: textOf(0, NAME_LONGEST),
  source: textOf(0, TEXT_LONGEST),
  voltageMv: numberBetween(-COMMAND_MOST_MV, COMMAND_MOST_MV),
  durationMs: numberBetween(0, DURATION_MOST_MS),
  segments: SEGMENTS_MAX,
});
export const sentProtocol = zodOf(sent);

/** An edited protocol that is not saved, as it is kept across desks, crashes and restarts. */
export const protocolDraft = z.object({
  /** What it was opened from; 'file' and 'new' are not in the lists yet. */
  origin: z.enum(['library', 'own', 'file', 'new']),
  /** As it was opened or saved last. */
  opened: sentProtocol,
  edited: zodOf(record({ name: sent.fields.name, holdingMv: sent.fields.holdingMv, segments: sent.fields.segments })),
});
export type ProtocolDraft = z.output<typeof protocolDraft>;

export const protocolShelf = z.object({
  /** Folder of the operator's own protocols. */
  ownFolder: z.string(),
  /** The default protocol first, then the library and the own ones by name. */
  entries: z.array(z.object({ origin: z.enum(['library', 'own']), protocol: protocolSchema })),
  /** Own files that cannot be used: what is wrong and what to do. */
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type ProtocolShelf = z.output<typeof protocolShelf>;

/** Under which clamp a protocol is scored. */
export const scoreForm = z.object({ form: z.enum(['ideal', 'robust']), noisePaPf: z.number().min(0.001).max(100) });
export type ScoreForm = z.output<typeof scoreForm>;

export const protocolScore = zodOf(protocolScoreSchema);
export type { ProtocolScore };

export { membraneTest, type MembraneTest } from './scope-schema.ts';

const rigPort = zodOf(rigPortSchema);

/** What the state bar shows. `simulated` is reported by the device itself and can never be switched off in the app. */
/** The second folder into which each cell is copied when it is closed (null: none is), and how many copies are still to be made. */
export const cellCopies = z.object({ folder: z.string().nullable(), owed: z.number().int().nonnegative() });
export type CellCopiesState = z.infer<typeof cellCopies>;

export const rigStatus = z.object({
  state: z.enum(['disconnected', 'connecting', 'idle', 'armed', 'recording', 'stopping', 'fault']),
  simulated: z.boolean(),
  port: rigPort.nullable(),
  device: z.object({ name: z.string(), firmware: z.string(), serial: z.string() }).nullable(),
  /** Of the connected device; null: none is connected, and the built-in rig is planned for. */
  capabilities: zodOf(amplifierCapabilitiesSchema).nullable(),
  mode: z.enum(['VC', 'CC', 'I0']).nullable(),
  holdingMv: z.number().nullable(),
  sampleRateHz: z.number().nullable(),
  membraneTest: membraneTest.nullable(),
  /** null without a device. */
  scope: scopeState.nullable(),
  cell: cellNow,
  /** Knobs of an amplifier in front of the device, where it reads them. */
  front: zodOf(frontAmplifierSchema).nullable(),
  /** null: none is connected. */
  manipulator: manipulatorNow.nullable(),
  lostSamples: z.number().int(),
  diskMinutesLeft: z.number().nullable(),
  /** Age of the oldest sample that is not on the disk, s; 0 where all are. */
  notYetStoredS: z.number().min(0),
  recording: z
    .object({
      sessionKey: z.string(),
      recordingId: z.number().int(),
      protocolId: z.string(),
      elapsedMs: z.number(),
      totalMs: z.number(),
    })
    .nullable(),
  /** Why the rig is in fault, and what to do. */
  fault: z.string().nullable(),
});
export type RigStatus = z.output<typeof rigStatus>;

export const inferenceStatus = z.object({
  state: z.enum(['starting', 'ready', 'busy', 'restarting', 'failed']),
  /** 'tfjs-node-gpu' | 'webgpu' | 'wasm', null before it is chosen. */
  backend: z.string().nullable(),
  /** Why the backends before it were not used. */
  backendNote: z.string().nullable(),
});
export type InferenceStatus = z.output<typeof inferenceStatus>;

/** Envelope of a trace: for point i the time (ms) and the smallest and largest value around it; equal where raw. */
export const envelope = z.object({
  timeMs: z.instanceof(Float64Array),
  min: z.instanceof(Float32Array),
  max: z.instanceof(Float32Array),
});
export type Envelope = z.output<typeof envelope>;

const ALARM_LONGEST = 2000;
const ALARMS_MOST = 100;
const alarmList = z.array(z.string().max(ALARM_LONGEST)).max(ALARMS_MOST);

export const twinBeat = zodOf(beatTraceSchema);

/** A file that the operator dropped on the window: main keeps the path, the page gets a token for one use. */
export const droppedFile = z.object({
  token: pathToken,
  kind: z.enum(['folder', 'csv', 'json', 'recording', 'session', 'twin']),
  name: z.string(),
});
export type DroppedFile = z.output<typeof droppedFile>;

/** What a method that makes no twin makes of a recording. Main adds whether the cell was simulated, and that the operator cancelled. */
export const methodAnswer = zodOf(
  union('kind', {
    ...METHOD_ANSWERS,
    answer: record({ ...METHOD_ANSWERS.answer.fields, simulated: boolean }),
    cancelled: record({ kind: choice('cancelled') }),
  }),
);

/** What is known of a cell while its twin is being made, and in the end the twin, which main adds. */
export const twinEstimate = zodOf(record({ ...twinEstimateSchema.fields, source: choice('network', 'start', 'search', 'twin') }));

/** Jobs and their cells: one list for the whole program. `jobId` is only for requests; the operator reads cell and method. */
export const jobView = z.object({
  jobId: z.number().int(),
  sessionKey: z.string(),
  recordingId: z.number().int(),
  /** Further clamp recordings that are fitted together with it. */
  together: z.array(z.number().int()),
  cellName: z.string(),
  simulated: z.boolean(),
  method: z.enum(['network', 'refined', 'fit', 'genetic', 'iv']),
  /** What of a living cell is fitted; null: by the method. */
  mode: z.enum(['clamp', 'clamp+potential']).nullable(),
  /** 'run': begun by itself for a recording; 'asked': by the operator. */
  origin: z.enum(['run', 'asked']),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** 'waiting': the network has answered, the recording still runs. */
  stage: z.enum(['queued', 'features', 'network', 'refining', 'beating', 'waiting', 'done', 'failed', 'cancelled']),
  fraction: z.number().min(0).max(1),
  message: z.string(),
  /** What is known of this cell so far. */
  estimate: twinEstimate.nullable(),
  /** The twin that was made, or that a method is compared with; null where there is none. */
  twinId: z.number().int().nullable(),
  /** Of the result. */
  alarms: alarmList,
  fitFailed: z.boolean(),
});
export type JobView = z.output<typeof jobView>;

const conditionOrUnknown = z.number().min(-1e6).max(1e6).nullable().optional();

/** What one correction of a recording changes; null: unknown again. See core/trace/correction. */
export const correctionChanges = z.strictObject({
  temperatureC: conditionOrUnknown,
  junctionPotentialMv: conditionOrUnknown,
  seriesResistanceMohm: conditionOrUnknown,
  compensationPercent: conditionOrUnknown,
  predictionPercent: conditionOrUnknown,
  filterHz: conditionOrUnknown,
  bathPotassiumMm: conditionOrUnknown,
  bathCalciumMm: conditionOrUnknown,
  bathSodiumMm: conditionOrUnknown,
  cell: z.enum(CELL_KINDS).nullable().optional(),
  rejected: z.string().min(1).max(LONGEST_REASON).nullable().optional(),
  paced: z.boolean().optional(),
  stimulusMs: z.number().positive().max(1e9).optional(),
  excludedMs: z
    .array(z.tuple([z.number().min(0).max(1e9), z.number().min(0).max(1e9)]))
    .max(1000)
    .optional(),
});

export const recordingSummary = z.object({
  recordingId: z.number().int(),
  kind: z.enum(['voltage-clamp', 'spontaneous']),
  protocol: protocolSchema.nullable(),
  sampleRateHz: z.number(),
  samples: z.number().int(),
  lostSamples: z.number().int(),
  startedAt: z.string(),
  status: z.enum(['recording', 'complete', 'stopped', 'aborted', 'interrupted']),
  device: z.string(),
  simulated: z.boolean(),
  /** As corrected. */
  conditions: z.record(z.string(), z.number()),
  /** As it was corrected to be; null: as it was marked. */
  cell: z.enum(CELL_KINDS).nullable(),
  /** Why it was rejected; null: it was not. */
  rejected: z.string().nullable(),
  /** What flowed over the cell as it began, as its operator stated it; null: not stated, as of an imported file. */
  bath: bath.nullable(),
  /** A potential while current was injected: its rhythm is not the cell's own. */
  paced: z.boolean(),
  /** Of a recording of a P/N run which of its two it is, and the other one; null: it is of none. */
  leak: z
    .object({
      role: z.enum(['protocol', 'sub-sweeps']),
      /** 'P/4 from -100 mV'. */
      words: z.string(),
      partner: z.number().int().nullable(),
      /** Why the leak of the protocol cannot be subtracted, in a sentence; null: it can. */
      problem: z.string().nullable(),
    })
    .nullable(),
  /** Interval of the stimuli that were found in it, ms; null: none were. */
  stimulusMs: z.number().nullable(),
  excludedMs: z.array(z.tuple([z.number(), z.number()])),
  /** What the clamp was worth, judged as it ended; null: not judged, as of a free potential, an imported or an older recording. */
  clamp: lastClamp.nullable(),
  /** Whether another solution came while it was recorded. */
  bathChanged: z.boolean(),
  /** Oldest first, in words. */
  corrections: z.array(z.object({ madeAt: z.string(), words: z.string() })),
  /** Beats of a complete spontaneous recording. */
  beat: twinBeat.nullable(),
  /** Whether all its samples have been read back with correct checksums. */
  verified: z.enum(['verified', 'not-yet', 'damaged']),
  /** What of it is damaged or missing, in a sentence; null: nothing is known to be. */
  damage: z.string().nullable(),
});
export type RecordingSummary = z.output<typeof recordingSummary>;

export const sessionSummary = z.object({
  sessionKey: z.string(),
  file: z.string(),
  cellName: z.string(),
  culture: zodOf(cultureSchema),
  createdAt: z.string(),
  simulated: z.boolean(),
  recordings: z.number().int(),
  twins: z.number().int(),
  /** Recordings whose twins are all of the old prior; see recordingsToRenew. */
  oldTwins: z.number().int(),
  /** Set when the file could not be read: what is wrong and what to do. */
  problem: z.string().nullable(),
  /** Whether what such a file holds may be saved by a repair. */
  repairable: z.boolean(),
  /** What is damaged, missing or left out of a readable file; null: nothing is known to be. */
  damage: z.string().nullable(),
});
export type SessionSummary = z.output<typeof sessionSummary>;

export const sessionDetail = sessionSummary.extend({
  /** Read where it lies, elsewhere, and never changed. */
  inPlace: z.boolean(),
  /** Of an older layout than the program writes. */
  old: z.boolean(),
  notes: z.string(),
  recordingList: z.array(recordingSummary),
  twinList: z.array(
    z.object({
      twinId: z.number().int(),
      recordingId: z.number().int(),
      createdAt: z.string(),
      method: z.string(),
      nrmsePercent: z.number(),
      outcome: z.string(),
      alarms: z.number().int(),
      /** The alarms in words. */
      alarmList,
      /** No parameter is informed by the recording; see fitFailed. */
      fitFailed: z.boolean(),
      /** A living cell's twin with the prior of simulated ones; see isOfOldPrior. */
      oldPrior: z.boolean(),
    }),
  ),
});
export type SessionDetail = z.output<typeof sessionDetail>;

export const importedCell = z.object({ sessionKey: z.string(), cellName: z.string(), notes: z.array(z.string()) });

export const channelBlock = zodOf(channelBlockSchema);
export type { ChannelBlock, DrugEntry };
export const drugEntry = zodOf(drugEntrySchema);

/** Main adds of the twin that was blocked whether its cell was simulated, and why not to trust it. */
export const drugResult = zodOf(
  record({ ...drugEffectSchema.fields, simulated: boolean, alarms: list(textOf(0, ALARM_LONGEST), ALARMS_MOST) }),
);
export type DrugResult = z.output<typeof drugResult>;

export const modelCard = z.object({
  id: z.string(),
  protocolId: z.string(),
  createdAt: z.string(),
  cells: z.number(),
  samplesSeen: z.number(),
  architecture: z.string(),
  population: z.string(),
  /** Whether the population is as wide as living cells are; absent: simulated cells. */
  cell: z.enum(CELL_KINDS).optional(),
  /** Temperatures of the population, degC; absent: 37. */
  temperatureC: z.tuple([z.number(), z.number()]).optional(),
  seeds: z.record(z.string(), z.number()),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  figures: z.record(z.string(), z.number()),
  weightsBytes: z.number(),
  weightsSha256: z.string(),
  limits: z.array(z.string()),
});
export type ModelCard = z.output<typeof modelCard>;
