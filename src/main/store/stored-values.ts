import { z } from 'zod';
import { bathSchema, type Bath } from '../../core/quality/bath.ts';
import { leakMarkSchema, type LeakMark } from '../../core/trace/leak-subtraction.ts';
import { parseStrictJson } from '../../core/text/strict-json.ts';
import { assertProtocol, type Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { lastClamp, type LastClamp } from '../../shared/contract/cell-schema.ts';
import { protocolSchema } from '../../shared/contract/schemas.ts';
import { zodOf } from '../../shared/contract/zod-of.ts';
import type { RecordingDevice } from './new-recording.ts';

/** Longest JSON of a column of a recording that is read, characters. */
export const LONGEST_COLUMN = 1_000_000;

const device: z.ZodType<RecordingDevice> = z.object({
  name: z.string(),
  firmware: z.string(),
  serial: z.string(),
  port: z.string(),
  simulated: z.boolean(),
});

/** Values that a rig can have reported; beyond them the value is damaged, not unusual. */
const conditions = z.object({
  temperatureC: z.number().min(-20).max(100).optional(),
  membraneCapacitancePf: z.number().positive().max(1e6).optional(),
  seriesResistanceMohm: z.number().min(0).max(1e6).optional(),
  membraneResistanceMohm: z.number().min(-1e9).max(1e9).optional(),
  compensationPercent: z.number().min(0).max(200).optional(),
  predictionPercent: z.number().min(0).max(200).optional(),
  filterHz: z.number().positive().max(1e9).optional(),
  junctionPotentialMv: z.number().min(-1000).max(1000).optional(),
  bathPotassiumMm: z.number().positive().max(1000).optional(),
  bathCalciumMm: z.number().positive().max(1000).optional(),
  bathSodiumMm: z.number().positive().max(1000).optional(),
});

/** Of the settings of a recording what a list shows, and what decides with which others it may be fitted; older ones have none of it. */
const acquired = z
  .object({
    clamp: lastClamp.nullable().optional().catch(null),
    leak: zodOf(leakMarkSchema).nullable().optional().catch(null),
    quality: z
      .object({ bath: zodOf(bathSchema).nullable().catch(null) })
      .optional()
      .catch(undefined),
    imported: z
      .object({ paced: z.boolean().catch(false) })
      .optional()
      .catch(undefined),
  })
  .nullable()
  .catch(null);

interface Acquired {
  readonly bath: Bath | null;
  readonly paced: boolean;
  readonly clamp: LastClamp | null;
  /** null: no recording of a P/N run. */
  readonly leak: LeakMark | null;
}

/** Values of JSON columns, each checked when it is read. @throws Error that says what was expected */
export const storedValues = {
  protocol: (json: string): Protocol => assertProtocol(parsed(protocolSchema, json)),
  device: (json: string): RecordingDevice => parsed(device, json),
  conditions: (json: string): RecordingConditions => parsed(conditions, json) as RecordingConditions,
  remarks: (json: string): string[] => parsed(z.array(z.string()), json),
  acquired: (json: string): Acquired => {
    const { quality, imported, clamp, leak } = parsed(acquired, json) ?? {};
    return { bath: quality?.bath ?? null, paced: imported?.paced ?? false, clamp: clamp ?? null, leak: leak ?? null };
  },
  anything: (json: string): unknown => parseStrictJson(json, LONGEST_COLUMN),
} as const;

function parsed<T>(schema: z.ZodType<T>, json: string): T {
  const found = schema.safeParse(parseStrictJson(json, LONGEST_COLUMN));
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
}
