import { z } from 'zod';
import { zapPulseSchema } from '../../core/amplifier/zap.ts';
import { bathSchema } from '../../core/quality/bath.ts';
import { compensationCheckSchema } from '../../core/quality/compensation-check.ts';
import { STAGES } from '../../core/quality/cell-watch.ts';
import { GATE_IDS, LEVELS } from '../../core/quality/gates.ts';
import { rigSettingsSchema } from '../../core/quality/rig-settings.ts';
import { sequencePlanSchema } from '../../core/quality/sequence-plan.ts';
import { zodOf } from './zod-of.ts';

export const rigSettings = zodOf(rigSettingsSchema);

export const bath = zodOf(bathSchema);
export const sequencePlan = zodOf(sequencePlanSchema);

/** What is done with the offset of the electrode: measured and taken off, or kept as it is. */
export const offsetAction = z.enum(['zero', 'lock', 'unlock']);
export type OffsetAction = z.output<typeof offsetAction>;

/** A sequence in progress. */
export const sequenceNow = z.object({
  /** Recordings that are done, and all of them. */
  done: z.number().int(),
  total: z.number().int(),
  /** Counted from 1. */
  step: z.number().int(),
  steps: z.number().int(),
  /** Until the next recording begins, s; null: one is being made. */
  nextInS: z.number().nullable(),
});
export type SequenceNow = z.output<typeof sequenceNow>;

/** A current, pA, and the voltage that the series resistance takes from the command for it, mV. */
const currentError = z.object({ currentPa: z.number(), errorMv: z.number() });

const membranePair = z.object({ seriesResistanceMohm: z.number(), membraneCapacitancePf: z.number() });

/** The last recording under a command; see core/quality/clamp-error. */
export const lastClamp = z.object({
  recordingId: z.number().int(),
  slow: currentError,
  /** null: no step of the command opened INa. */
  sodium: currentError.nullable(),
  /** By the membrane test before it. */
  before: membranePair,
  /** By the steps of the recording itself; see core/quality/step-membrane. */
  steps: z.object({
    membrane: membranePair.extend({ steps: z.number().int() }).nullable(),
    noMembrane: z.string().nullable(),
  }),
  /** Of Rs by its steps since break-in; null: one of the two is not known. */
  changePercent: z.number().nullable(),
  /** Rs by the first test after break-in, MOhm; absent in recordings of before it was stored. */
  breakInMohm: z.number().nullable().optional(),
});
export type LastClamp = z.output<typeof lastClamp>;

export const zapPulse = zodOf(zapPulseSchema);

/** A zap that was given to the cell, or that may have been. */
export const cellZap = z.object({
  /** mV; null: the device has a level of its own. */
  levelMv: z.number().nullable(),
  durationMs: z.number(),
  /** ISO 8601, UTC. */
  at: z.string().max(40),
  /** False: the device did not say that it gave it; then these are what was asked. */
  confirmed: z.boolean(),
});
export type CellZap = z.output<typeof cellZap>;

/** The cell on the rig: how far it has come, and what its measures are worth. */
export const cellNow = z.object({
  /** null: the operator has not stated it. */
  stage: z.enum(STAGES).nullable(),
  /** In the bath, MOhm. */
  pipetteMohm: z.number().nullable(),
  /** What flows over it; null: not stated. */
  bath: bath.nullable(),
  sequence: sequenceNow.nullable(),
  /** Of this cell, the oldest first. */
  zaps: z.array(cellZap),
  /** Of the electrode, taken off, mV; locked: it cannot be zeroed by accident. */
  offset: z.object({ mv: z.number(), locked: z.boolean() }),
  verdicts: z.array(z.object({ id: z.enum(GATE_IDS), level: z.enum(LEVELS), value: z.number().nullable() })),
  /** The last check of the compensation; null: none of this cell yet. */
  compensation: zodOf(compensationCheckSchema).nullable(),
  /** null: none of this cell yet. */
  lastClamp: lastClamp.nullable(),
});
export type CellNow = z.output<typeof cellNow>;

/** One line of the rig's log. */
export const logEntry = z.object({
  /** ISO 8601, UTC. */
  at: z.string().max(40),
  kind: z.enum(['cell', 'stage', 'state', 'setting', 'bath', 'zap', 'quality', 'recording', 'note']),
  words: z.string().max(1000),
});
export type LogEntry = z.output<typeof logEntry>;
