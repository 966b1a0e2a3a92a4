import { drugProgress, drugRequests } from './drug-requests.ts';
import { z } from 'zod';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { cultureSchema } from '../../core/trace/culture.ts';
import { comparedMethodSchema } from '../../core/twin/method-answer.ts';
import { twinSchema as coreTwin } from '../../core/twin/twin.ts';
import { RECORDING_FORMATS, TWIN_FORMATS } from '../../core/formats/export/registry.ts';
import type { ContractKey, EventKey } from './keys.ts';
import { STAGES } from '../../core/quality/cell-watch.ts';
import { manipulatorWish } from './manipulator-schema.ts';
import { bath, logEntry, offsetAction, rigSettings, sequencePlan, zapPulse } from './cell-schema.ts';
import { idText, longText, momentMs, NOTE_LONGEST, pathToken, rowNumber, sessionKeyText, TOGETHER_MOST } from './bounds.ts';
import {
  channelBlock,
  correctionChanges,
  droppedFile,
  drugEntry,
  drugResult,
  envelope,
  importedCell,
  inferenceStatus,
  jobView,
  membraneTest,
  methodAnswer,
  modelCard,
  protocolDraft,
  protocolSchema,
  protocolScore,
  protocolShelf,
  cellCopies,
  rigStatus,
  scoreForm,
  sentProtocol,
  sessionDetail,
  sessionSummary,
} from './schemas.ts';
import { exportManyAnswer, exportManyRequest } from './export-schemas.ts';
import { importReport, importRequest, sessionVerdict, tablePreview } from './import-schemas.ts';
import { rigPortSchema } from '../rig/rig-port-schema.ts';
import { PIPETTE_STAGES } from '../rig/emulator-order.ts';
import { zodOf } from './zod-of.ts';
import { ownModel } from '../training/own-models.ts';
import { trainingSettings } from '../training/settings.ts';
import { trainingState } from '../training/state.ts';

const twinSchema = zodOf(coreTwin);
const rigPort = zodOf(rigPortSchema);

/**
 * Every request the renderer may make of main: 'area:verb' -> request and response schema.
 * preload exposes one function per key; main registers exactly one handler per key and answers
 * {ok: true, value} or {ok: false, code, message}. Its keys are those of keys.ts. Every field of a
 * request has bounds, and no request has a path.
 * @example
 * // Its line here, its gate in keys.ts, its words in key-words.ts, its handler in main/app/handlers; in the window:
 * const detail = await api.call['session:open']({ sessionKey });
 */
export const contract = {
  'app:info': {
    request: z.void(),
    response: z.object({
      version: z.string(),
      electron: z.string(),
      sqlite: z.string(),
      sessionsFolder: z.string(),
      inference: inferenceStatus,
      autoConnect: z.boolean(),
    }),
  },
  'rig:status': { request: z.void(), response: rigStatus },
  'rig:ports': {
    request: z.void(),
    response: z.object({ ports: z.array(z.object({ port: rigPort, label: z.string() })), note: z.string().nullable() }),
  },
  /** The simulated rig is started and connected. */
  'rig:connect': { request: z.object({ port: rigPort }), response: rigStatus },
  'rig:disconnect': { request: z.void(), response: rigStatus },
  'rig:membraneTest': { request: z.void(), response: membraneTest },
  /** Tests the membrane, then what the series resistance correction that is set leaves of it. */
  'rig:compensation': { request: z.void(), response: rigStatus },
  /** Test pulses whenever nothing is recorded, or none. */
  'rig:scope': { request: z.object({ on: z.boolean() }), response: rigStatus },
  /** What the operator sets once for a rig; kept over restarts. */
  'rig:settings': { request: z.void(), response: rigSettings },
  'rig:keepSettings': { request: rigSettings, response: rigStatus },
  /** The second folder into which each cell is copied when it is closed. */
  'rig:copies': { request: z.void(), response: cellCopies },
  /** A dialog asks for that folder; cancelled it stays as it was. Off: no cell is copied. */
  'rig:chooseCopies': { request: z.object({ off: z.boolean() }), response: cellCopies },
  /** Tries again what could not be copied. */
  'rig:copyAgain': { request: z.void(), response: cellCopies },
  /** How far the cell has come. */
  'rig:stage': { request: z.object({ stage: z.enum(STAGES) }), response: rigStatus },
  /** Zeroed in the bath, from the current that an open pipette draws; locked before the seal. */
  'rig:offset': { request: z.object({ action: offsetAction }), response: rigStatus },
  /** One short pulse through the patch under a sealed pipette, for break-in; only in the stage Seal, between test pulses. */
  'rig:zap': { request: zapPulse, response: rigStatus },
  /** Another solution flows over the cell from now on: a line of the log, and an event of a recording in progress. */
  'rig:bath': { request: bath, response: rigStatus },
  /** Records one open cell in one bath after another; answered once it has begun. It goes on without the window. */
  'rig:sequence': {
    request: z.object({
      protocolId: idText,
      cellName: z.string().min(1).max(200),
      sessionKey: sessionKeyText.optional(),
      /** Stored with a new session. */
      culture: zodOf(cultureSchema).optional(),
      temperatureC: z.number().min(10).max(45).optional(),
      /** Membrane potential without clamp before and after each protocol, s; one before needs one after. */
      spontaneousBeforeSeconds: z.number().min(0).max(60),
      spontaneousSeconds: z.number().min(0).max(60),
      plan: sequencePlan,
    }),
    response: rigStatus,
  },
  /** No further recording is begun; one in progress goes on. */
  'rig:endSequence': { request: z.void(), response: rigStatus },
  /** The pipette of the built-in simulated rig goes where a hand brings that of a real one. */
  'rig:simulate': { request: z.object({ pipette: z.enum(PIPETTE_STAGES) }), response: rigStatus },
  /** The micromanipulator beside the rig: where it is, in the status. null: it is let go. It is never moved. */
  'rig:manipulator': { request: z.object({ wish: manipulatorWish.nullable() }), response: rigStatus },
  'rig:readManipulator': { request: z.void(), response: rigStatus },
  /** Ends a movement at once, also while it is being asked where it is. */
  'rig:stopManipulator': { request: z.void(), response: rigStatus },
  /** Another cell is on the pipette: stage, break-in and quality begin anew. */
  'rig:newCell': { request: z.void(), response: rigStatus },
  /** After a restart the open cell goes on: its change of Rs is counted from its own break-in, which its session holds. */
  'rig:resumeCell': { request: z.object({ sessionKey: sessionKeyText }), response: rigStatus },
  /** A line of the log by the operator; while something is recorded, also an event of the recording. */
  'rig:note': { request: z.object({ words: z.string().min(1).max(NOTE_LONGEST) }), response: z.void() },
  /** The last lines of the log of the rig, the oldest first. */
  'rig:log': { request: z.void(), response: z.array(logEntry) },
  /** Records one run of the protocol into a new session (or one more into an open one). Returns once armed and started. */
  'rig:record': {
    request: z.object({
      protocolId: idText,
      cellName: z.string().min(1).max(200),
      sessionKey: sessionKeyText.optional(),
      /** Stored with a new session. */
      culture: zodOf(cultureSchema).optional(),
      temperatureC: z.number().min(10).max(45).optional(),
      /** Seconds of membrane potential without clamp recorded after the protocol; 0 for none. */
      spontaneousSeconds: z.number().min(0).max(60),
      notes: longText.optional(),
    }),
    response: z.object({ sessionKey: z.string(), recordingId: z.number().int() }),
  },
  /** Finish the running item, then stop; the data so far stays. */
  'rig:stop': { request: z.void(), response: rigStatus },
  /** PANIC: hold to the safe level at once. Works in every live state. */
  'rig:abort': { request: z.void(), response: rigStatus },
  'protocol:list': { request: z.void(), response: z.array(protocolSchema) },
  /** What the connected device, or without one the built-in rig, will really play. */
  'protocol:compile': {
    request: z.object({ protocolId: idText }),
    response: z.object({
      requested: protocolSchema,
      realised: protocolSchema,
      /** Largest difference between the two over time, mV. */
      largestErrorMv: z.number(),
      notes: z.array(z.string()),
    }),
  },
  /** The library and the operator's own protocols, with the reasons why files cannot be used. */
  'protocol:shelf': { request: z.void(), response: protocolShelf },
  /**
   * Reads a protocol file, the library's or the published form, without saving it: a dropped one by its token, otherwise a dialog asks.
   * null: cancelled.
   */
  'protocol:import': {
    request: z.object({ token: pathToken.optional() }),
    response: z.object({ protocol: protocolSchema, notes: z.array(z.string()) }).nullable(),
  },
  /** Saves into the operator's own protocols. An existing one is replaced only when `replace` is set, the library's never. */
  'protocol:save': {
    request: z.object({ protocol: sentProtocol, replace: z.boolean() }),
    response: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('saved'), file: z.string() }),
      z.object({ kind: z.literal('taken'), by: z.enum(['library', 'own', 'file']), name: z.string() }),
    ]),
  },
  /** Writes a protocol file where the operator chooses. Returns the written path, null when cancelled. */
  'protocol:export': { request: z.object({ protocol: sentProtocol }), response: z.string().nullable() },
  /** Removes one of the operator's own protocols. */
  'protocol:remove': { request: z.object({ protocolId: idText }), response: z.void() },
  /**
   * Scores a protocol on a fixed set of cells in the inference process. Scores on the first few cells come as 'protocol:scored'.
   * Of each purpose only the newest request is carried out; an older one ends with 'cancelled'.
   */
  'protocol:score': {
    request: z.object({
      ticket: rowNumber,
      purpose: z.enum(['draft', 'compare', 'list']),
      protocol: sentProtocol,
      settings: scoreForm,
    }),
    response: protocolScore,
  },
  'protocol:cancelScore': { request: z.object({ purpose: z.enum(['draft', 'compare', 'list']) }), response: z.void() },
  /** The unsaved protocol of the last time the app ran; null when there was none. */
  'protocol:draft': { request: z.void(), response: protocolDraft.nullable() },
  /** Keeps the unsaved protocol; null: nothing is unsaved. Closing the window asks while one is kept. */
  'protocol:keepDraft': { request: protocolDraft.nullable(), response: z.void() },
  'session:list': { request: z.void(), response: z.array(sessionSummary) },
  'session:open': { request: z.object({ sessionKey: sessionKeyText }), response: sessionDetail },
  /** Imports a folder of the form of shared/data/ipsc-cm: a dropped one by its token, otherwise a dialog asks. null: cancelled. */
  'session:importFolder': { request: z.object({ token: pathToken.optional() }), response: importedCell.nullable() },
  /** Imports a recording CSV played with a known protocol: a dropped one by its token, otherwise a dialog asks. null: cancelled. */
  'session:importCsv': {
    request: z.object({ token: pathToken.optional(), protocolId: idText, cellName: z.string().min(1).max(200) }),
    response: importedCell.nullable(),
  },
  /** Lets the operator choose recordings, a folder of them, or a session elsewhere; they come as dropped ones do. Empty: cancelled. */
  'session:choose': { request: z.object({ what: z.enum(['recordings', 'cells', 'session']) }), response: z.array(droppedFile) },
  /** What the columns of a chosen table may be; the file stays chosen. */
  'session:preview': { request: z.object({ token: pathToken }), response: tablePreview },
  /** Stores recordings of any format as sessions, or in one that is there. */
  'session:import': { request: importRequest, response: importReport },
  /** Opens a session elsewhere where it lies, to be read only. */
  'session:openInPlace': { request: z.object({ token: pathToken }), response: z.object({ sessionKey: z.string() }) },
  /** Copies such a session into the sessions folder. */
  'session:copyIn': { request: z.object({ sessionKey: sessionKeyText }), response: z.object({ sessionKey: z.string() }) },
  /** Reads everything a session holds and its checksums. */
  'session:check': { request: z.object({ sessionKey: sessionKeyText }), response: sessionVerdict },
  /** Brings a session to the newest layout; as it was it is kept beside it. */
  'session:migrate': {
    request: z.object({ sessionKey: sessionKeyText }),
    response: z.object({ from: z.number().int(), to: z.number().int() }),
  },
  /** Which file a repair would read, and which it would make. */
  'session:repairPlan': {
    request: z.object({ sessionKey: sessionKeyText }),
    response: z.object({ file: z.string(), into: z.string() }),
  },
  /** Makes a sound session of all that can be read of a damaged one. */
  'session:repair': {
    request: z.object({ sessionKey: sessionKeyText }),
    response: z.object({
      repaired: z.string().nullable(),
      recordings: z.number().int(),
      twins: z.number().int(),
      saved: z.string(),
      lost: z.array(z.string()),
    }),
  },
  /** States or corrects conditions of a recording, or stretches that are left out; what it was before is kept. */
  'session:correct': {
    request: z.object({ sessionKey: sessionKeyText, recordingId: rowNumber, changes: correctionChanges }),
    response: z.object({ recordingId: z.number().int() }),
  },
  /** Min/max envelope of a stored recording between two times. */
  'session:trace': {
    request: z.object({
      sessionKey: sessionKeyText,
      recordingId: rowNumber,
      fromMs: momentMs.optional(),
      toMs: momentMs.optional(),
      points: z.number().int().min(16).max(8000),
      /** The current without leak, of a protocol that was recorded with P/N; absent: as it was recorded. */
      leakSubtracted: z.boolean().optional(),
    }),
    response: z.object({ voltage: envelope, current: envelope.nullable() }),
  },
  /** Recorded current, twin current and residual as envelopes on one time axis. */
  'twin:comparison': {
    request: z.object({
      sessionKey: sessionKeyText,
      twinId: rowNumber,
      fromMs: momentMs.optional(),
      toMs: momentMs.optional(),
      points: z.number().int().min(16).max(8000),
    }),
    response: z.object({ command: envelope, recorded: envelope, twin: envelope, residual: envelope }),
  },
  /** Infers a twin from a stored voltage-clamp recording as a job of the list; answered when it is made. */
  'twin:infer': {
    request: z.object({
      sessionKey: sessionKeyText,
      recordingId: rowNumber,
      /** Further clamp recordings of the cell that are fitted together with it; absent: none. */
      together: z.array(rowNumber).max(TOGETHER_MOST).optional(),
      method: z.enum(['network', 'refined', 'fit']),
      /** What of a living cell is fitted; 'usual': clamp and potential where both were recorded; absent: by the method. */
      mode: z.enum(['clamp', 'clamp+potential', 'usual']).optional(),
    }),
    response: z.object({ twinId: z.number().int(), twin: twinSchema }),
  },
  /** A method that makes no twin, on the recording of a twin and under its clamp, as a job of the list. Nothing is stored. */
  'twin:compare': {
    request: z.object({ sessionKey: sessionKeyText, twinId: rowNumber, method: zodOf(comparedMethodSchema) }),
    response: methodAnswer,
  },
  /** Jobs in progress first, in their order, then the finished ones. */
  'jobs:list': { request: z.void(), response: z.array(jobView) },
  /** Ends one job; one that has ended stays as it is. */
  'jobs:cancel': { request: z.object({ jobId: rowNumber }), response: z.void() },
  /** Removes finished jobs from the list; null: all that are finished. */
  'jobs:dismiss': { request: z.object({ jobId: rowNumber.nullable() }), response: z.void() },
  'twin:get': {
    request: z.object({ sessionKey: sessionKeyText, twinId: rowNumber }),
    response: twinSchema,
  },
  /** Writes the twin where the operator chooses in a dialog. Returns the written path, null when cancelled. */
  'twin:export': {
    request: z.object({
      sessionKey: sessionKeyText,
      twinId: rowNumber,
      format: z.enum(TWIN_FORMATS),
    }),
    response: z.string().nullable(),
  },
  /** Writes the HTML report of this twin where the operator chooses in a dialog. Returns the written path, null when cancelled. */
  'twin:report': { request: z.object({ sessionKey: sessionKeyText, twinId: rowNumber }), response: z.string().nullable() },
  'session:exportRecording': {
    // Without a format: the first of the registry.
    request: z.object({ sessionKey: sessionKeyText, recordingId: rowNumber, format: z.enum(RECORDING_FORMATS).optional() }),
    response: z.string().nullable(),
  },
  /** Writes recordings or twins of several sessions into a folder that the operator chooses. null: cancelled in the dialog. */
  'session:exportMany': { request: exportManyRequest, response: exportManyAnswer.nullable() },
  /** Ends a running import or export of many; it then fails as cancelled. Nothing half is left. */
  'session:cancelWork': { request: z.object({ kind: z.enum(['import', 'export']) }), response: z.void() },
  'drug:list': { request: z.void(), response: z.array(drugEntry) },
  /** Beats the twin without and with block; block is the blocked fraction 0..1 per channel after IC50 and Hill. */
  'drug:apply': {
    request: z.object({
      sessionKey: sessionKeyText,
      twinId: rowNumber,
      channels: z.array(channelBlock).min(1).max(64),
      concentrationNm: z.number().min(0).max(MOST_NM),
    }),
    response: drugResult,
  },
  ...drugRequests,
  'models:list': { request: z.void(), response: z.array(modelCard) },
  'training:state': { request: z.void(), response: trainingState },
  /** Makes the population and trains; settings of a run that was stopped resume it. */
  'training:start': { request: trainingSettings, response: trainingState },
  'training:stop': { request: z.void(), response: trainingState },
  /** The operator's own networks, newest first. */
  'training:networks': { request: z.void(), response: z.array(ownModel) },
  /** Puts one of them in use, or out of use. */
  'training:use': { request: z.object({ id: idText, use: z.boolean() }), response: z.array(ownModel) },
} as const satisfies { readonly [K in ContractKey]: { readonly request: z.ZodType; readonly response: z.ZodType } };

export type Contract = typeof contract;
export type { ContractKey, EventKey } from './keys.ts';
export type RequestOf<K extends ContractKey> = z.input<Contract[K]['request']>;
export type ResponseOf<K extends ContractKey> = z.output<Contract[K]['response']>;

/** Pushes from main to the renderer. */
export const events = {
  'rig:status': rigStatus,
  'rig:samples': z.custom<SampleBlock>(),
  'rig:logged': logEntry,
  'inference:status': inferenceStatus,
  'jobs:changed': z.array(jobView),
  'training:state': trainingState,
  'drug:progress': drugProgress,
  /** A preliminary score, on the first few cells. */
  'protocol:scored': z.object({ ticket: z.number().int(), score: protocolScore }),
  'session:changed': z.object({ sessionKey: z.string() }),
  /** How much of an import is done. */
  'session:importing': z.object({ fraction: z.number() }),
  /** How much of an export of many is done. */
  'session:exporting': z.object({ fraction: z.number() }),
  /** Files that the operator dropped on the window. */
  'app:dropped': z.object({ files: z.array(droppedFile) }),
  'app:notice': z.object({ level: z.enum(['info', 'warning', 'error']), message: z.string() }),
} as const satisfies { readonly [K in EventKey]: z.ZodType };
export type EventOf<K extends EventKey> = z.output<(typeof events)[K]>;

/** One block of live samples for display. Min/max pairs when stride > 1 (the display fell behind). */
export interface SampleBlock {
  readonly recordingId: number;
  readonly seq: number;
  readonly firstSample: number;
  readonly sampleRateHz: number;
  /** Samples that one stored value pair stands for: 1 = raw; n > 1 = alternating min, max over n samples. */
  readonly stride: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** Answers of main. */
export type Answer<T> = { ok: true; value: T } | { ok: true; packed: Uint8Array } | { ok: false; code: ErrorCode; message: string };
export type ErrorCode = 'bad-request' | 'not-found' | 'busy' | 'rig' | 'storage' | 'inference' | 'cancelled' | 'internal';

/** What preload puts on window.twinclamp. */
export interface TwinclampApi {
  readonly call: { readonly [K in ContractKey]: (request: RequestOf<K>) => Promise<ResponseOf<K>> };
  readonly on: { readonly [K in EventKey]: (listener: (event: EventOf<K>) => void) => () => void };
}
