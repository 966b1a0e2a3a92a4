import { AP_OUTCOMES } from '../../core/beat/beats.ts';
import { DRUG_CHANNELS } from '../../core/drug/block-fraction.ts';
import { z } from 'zod';
import type { AmplifierCapabilities } from '../../core/amplifier/capabilities.ts';
import type { RigPort } from '../rig/rig-port.ts';
import { commandMv, durationMs, idText, longText, nameText, pathToken, portName, rowNumber, SEGMENTS_MAX } from './bounds.ts';

const segment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), voltageMv: z.number(), durationMs: z.number() }),
  z.object({ kind: z.literal('ramp'), startMv: z.number(), endMv: z.number(), durationMs: z.number() }),
]);

export const protocolSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  holdingMv: z.number(),
  segments: z.array(segment),
});

/** A protocol as a page may send it. */
export const sentProtocol = z.object({
  id: idText,
  name: nameText,
  source: longText,
  holdingMv: commandMv,
  segments: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('step'), voltageMv: commandMv, durationMs }),
        z.object({ kind: z.literal('ramp'), startMv: commandMv, endMv: commandMv, durationMs }),
      ]),
    )
    .max(SEGMENTS_MAX),
});

/** An edited protocol that is not saved, as it is kept across desks, crashes and restarts. */
export const protocolDraft = z.object({
  /** What it was opened from; 'file' and 'new' are not in the lists yet. */
  origin: z.enum(['library', 'own', 'file', 'new']),
  /** As it was opened or saved last. */
  opened: sentProtocol,
  edited: sentProtocol.pick({ name: true, holdingMv: true, segments: true }),
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

/** Bounds on how well one recording under a protocol identifies the 52 parameters (docs/science/protocols.md). */
export const protocolScore = z.object({
  /** Cells that the score is based on so far. */
  cells: z.number().int().positive(),
  r2Mean: z.number(),
  r2: z.record(z.string(), z.number()),
  sd: z.record(z.string(), z.number()),
  logDet: z.number(),
  told: z.number().int(),
  /** Empty until all cells are scored. */
  notIdentifiable: z.array(z.string()),
  peakPaPf: z.number(),
});
export type ProtocolScore = z.output<typeof protocolScore>;

export const membraneTest = z.object({
  seriesResistanceMohm: z.number(),
  membraneCapacitancePf: z.number(),
  membraneResistanceMohm: z.number(),
  holdingCurrentPa: z.number(),
  noisePa: z.number(),
});
export type MembraneTest = z.output<typeof membraneTest>;

/** Where an amplifier is connected. */
export const rigPort: z.ZodType<RigPort, RigPort> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('simulated'), seed: rowNumber.optional() }),
  z.object({ kind: z.literal('serial'), name: portName }),
  z.object({ kind: z.literal('tcp'), host: portName, port: z.number().int().min(1).max(65_535) }),
  z.object({ kind: z.literal('driver'), driver: idText, address: portName }),
]);

/** What an amplifier can do, as it reports. */
export const amplifierCapabilities: z.ZodType<AmplifierCapabilities, AmplifierCapabilities> = z.object({
  modes: z.array(z.enum(['VC', 'CC', 'I0'])),
  sampleRatesHz: z.array(z.number()),
  voltageRangeMv: z.object({ lowest: z.number(), highest: z.number() }),
  currentRangesPa: z.array(z.number()),
  stimulusGrid: z.object({ voltageStepMv: z.number(), timeStepMs: z.number() }),
  roundedWithin: z.object({ levelMv: z.number(), timeMs: z.number() }).nullable(),
  itemsPerDownload: z.number().int(),
  compensates: z.boolean(),
  fastForwardsHold: z.boolean(),
  onPortClose: z.enum(['safe-level', 'plays-on']),
});

/** What the state bar shows. `simulated` is reported by the device itself and can never be switched off in the app. */
export const rigStatus = z.object({
  state: z.enum(['disconnected', 'connecting', 'idle', 'armed', 'recording', 'stopping', 'fault']),
  simulated: z.boolean(),
  port: rigPort.nullable(),
  device: z.object({ name: z.string(), firmware: z.string(), serial: z.string() }).nullable(),
  /** Of the connected device; null: none is connected, and the built-in rig is assumed. */
  capabilities: amplifierCapabilities.nullable(),
  mode: z.enum(['VC', 'CC', 'I0']).nullable(),
  holdingMv: z.number().nullable(),
  sampleRateHz: z.number().nullable(),
  membraneTest: membraneTest.nullable(),
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

const alarmList = z.array(z.string().max(2000)).max(100);

const apFeatures = z.object({
  beats: z.number(),
  cycleLengthMs: z.number().nullable(),
  apd50Ms: z.number().nullable(),
  apd90Ms: z.number().nullable(),
  mdpMv: z.number().nullable(),
  peakMv: z.number().nullable(),
  dvdtMaxVs: z.number().nullable(),
});

export const twinBeat = z.object({
  outcome: z.enum(AP_OUTCOMES),
  features: apFeatures,
  dtMs: z.number(),
  voltageMv: z.array(z.number()),
});

/** A file that the operator dropped on the window: main keeps the path, the page gets a token for one use. */
export const droppedFile = z.object({ token: pathToken, kind: z.enum(['folder', 'csv', 'json']), name: z.string() });
export type DroppedFile = z.output<typeof droppedFile>;

/** Methods that a twin is compared with, and that make no twin themselves. */
export const comparedMethod = z.enum(['genetic', 'iv']);

/** Result of such a method on a recording; see MethodAnswer. */
export const methodAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    nrmsePercent: z.number(),
    chi2PerSample: z.number(),
    beat: twinBeat,
    beatWithLeak: twinBeat.nullable(),
    /** Parameters that the method counts as informed by the recording; null where it does not say. */
    informed: z.number().int().nullable(),
    note: z.string(),
    /** Whether the recording came from a simulated cell. */
    simulated: z.boolean(),
  }),
  z.object({ kind: z.literal('not-applicable'), reason: z.string() }),
  z.object({ kind: z.literal('cancelled') }),
]);

/** What is known of a cell while its twin is being made, and in the end the twin. */
export const twinEstimate = z.object({
  source: z.enum(['network', 'start', 'search', 'twin']),
  /** Starts and hops of the search that have converged. */
  starts: z.number().int(),
  chi2PerSample: z.number(),
  /** Null where the cell could not be run. */
  beat: twinBeat.pick({ outcome: true, features: true }).nullable(),
});

/** Jobs and their cells: one list for the whole program. `jobId` is only for requests; the operator reads cell and method. */
export const jobView = z.object({
  jobId: z.number().int(),
  sessionKey: z.string(),
  recordingId: z.number().int(),
  cellName: z.string(),
  simulated: z.boolean(),
  method: z.enum(['network', 'refined', 'fit', 'genetic', 'iv']),
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

const spread = z.object({ median: z.number(), low: z.number(), high: z.number() }).nullable();

/** Free beating of the cells of an ensemble: shares of outcomes, medians and 90 % ranges of features. */
export const ensembleBeat = z.object({
  members: z.number(),
  outcomes: z.partialRecord(z.enum([...AP_OUTCOMES, 'diverged']), z.number()),
  features: z.object({ cycleLengthMs: spread, apd50Ms: spread, apd90Ms: spread, mdpMv: spread, peakMv: spread, dvdtMaxVs: spread }),
});

export const twinSchema = z.object({
  schema: z.literal('twinclamp.twin/3'),
  createdAt: z.string(),
  cellName: z.string(),
  method: z.enum(['network', 'refined', 'fit']),
  temperatureC: z.number(),
  temperatureSource: z.enum(['stated', 'assumed']).optional(),
  simulated: z.boolean().optional(),
  protocolId: z.string(),
  clamp: z.object({ mode: z.enum(['ideal', 'rig']), filterHz: z.number().nullable() }),
  parameters: z.array(
    z.object({
      id: z.string(),
      current: z.string(),
      unit: z.string(),
      baseline: z.number(),
      value: z.number(),
      multiplier: z.number(),
      mean: z.number(),
      sd: z.number(),
      interval90: z.tuple([z.number(), z.number()]),
      informedBy: z.enum(['data', 'partly', 'prior', 'nothing']),
    }),
  ),
  nuisance: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      unit: z.string(),
      value: z.number(),
      sd: z.number(),
    }),
  ),
  fit: z.object({
    nrmsePercent: z.number(),
    residualRmsPaPf: z.number(),
    noisePaPf: z.number(),
    chi2PerSample: z.number(),
    residualCorrelation: z.object({ lag1: z.number(), chance: z.number() }).nullable(),
    residualAfterStepsPaPf: z.number().nullable(),
    iterations: z.number(),
  }),
  beat: twinBeat,
  beatWithLeak: twinBeat.nullable(),
  ensemble: z
    .object({
      members: z.array(z.object({ multipliers: z.array(z.number()), scales: z.record(z.string(), z.number()) })),
      beat: ensembleBeat,
      beatWithLeak: ensembleBeat.nullable(),
      drawn: z.number().nullable(),
    })
    .nullable(),
  notIdentifiable: z.array(z.string()),
  alarms: z.array(z.string()),
  provenance: z.object({
    program: z.string(),
    model: z.string(),
    cellModel: z.string(),
    network: z.string().nullable(),
    networkSha256: z.string().nullable(),
    backend: z.string().nullable(),
    recording: z.string(),
    recordingCrc32: z.number(),
    priorSd: z.number(),
    seed: z.number(),
  }),
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
  conditions: z.record(z.string(), z.number()),
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
  createdAt: z.string(),
  simulated: z.boolean(),
  recordings: z.number().int(),
  twins: z.number().int(),
  /** Set when the file could not be read: what is wrong and what to do. */
  problem: z.string().nullable(),
  /** What is damaged, missing or left out of a readable file; null: nothing is known to be. */
  damage: z.string().nullable(),
});
export type SessionSummary = z.output<typeof sessionSummary>;

export const sessionDetail = sessionSummary.extend({
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
    }),
  ),
});
export type SessionDetail = z.output<typeof sessionDetail>;

export const importedCell = z.object({ sessionKey: z.string(), cellName: z.string(), notes: z.array(z.string()) });

/** Channel name of the block: the currents of the Kernik cell. INaL is accepted and has no effect, which is stated. */
export const channelBlock = z.object({
  channel: z.enum(DRUG_CHANNELS),
  ic50Nm: z.number().positive().max(1e15),
  hill: z.number().positive().max(100),
  /** Effect at saturation; absent: full block. Negative: an activator. */
  maxEffect: z.number().min(-9).max(1).optional(),
});
export type ChannelBlock = z.output<typeof channelBlock>;

export const drugEntry = z.object({
  drug: z.string(),
  sourceId: z.string(),
  freeCmaxNm: z.number().nullable(),
  channels: z.array(
    channelBlock.extend({
      extrapolated: z.boolean(),
      hillGiven: z.boolean(),
      /** Published 95 % limits; absent where there are none. */
      ic50Interval: z.tuple([z.number(), z.number()]).readonly().optional(),
      hillInterval: z.tuple([z.number(), z.number()]).readonly().optional(),
      testedToNm: z.number().optional(),
    }),
  ),
  note: z.string(),
});
export type DrugEntry = z.output<typeof drugEntry>;

export const drugResult = z.object({
  before: twinBeat,
  after: twinBeat,
  /** The same for the cells that the recording cannot distinguish from the twin; null for a twin without an ensemble. */
  ensemble: z.object({ before: ensembleBeat, after: ensembleBeat }).nullable(),
  blockedFraction: z.array(z.object({ channel: z.string(), fraction: z.number() })),
  /** Of the twin that was blocked: whether its cell was simulated, and why not to trust it. */
  simulated: z.boolean(),
  alarms: alarmList,
  /** For instance that this cell has no late sodium current. */
  notes: z.array(z.string()),
});
export type DrugResult = z.output<typeof drugResult>;

export const modelCard = z.object({
  id: z.string(),
  protocolId: z.string(),
  createdAt: z.string(),
  cells: z.number(),
  samplesSeen: z.number(),
  architecture: z.string(),
  population: z.string(),
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
