import { z } from 'zod';
import { STAGES } from '../../core/quality/cell-watch.ts';
import { GATE_IDS, LEVELS } from '../../core/quality/gates.ts';
import { rigSettingsSchema } from '../../core/quality/rig-settings.ts';
import { zodOf } from './zod-of.ts';

export const rigSettings = zodOf(rigSettingsSchema);

/** The cell on the rig: how far it has come, and what its measures are worth. */
export const cellNow = z.object({
  /** null: the operator has not stated it. */
  stage: z.enum(STAGES).nullable(),
  /** In the bath, MOhm. */
  pipetteMohm: z.number().nullable(),
  verdicts: z.array(z.object({ id: z.enum(GATE_IDS), level: z.enum(LEVELS), value: z.number().nullable() })),
});
export type CellNow = z.output<typeof cellNow>;

/** One line of the rig's log. */
export const logEntry = z.object({
  /** ISO 8601, UTC. */
  at: z.string().max(40),
  kind: z.enum(['cell', 'stage', 'state', 'setting', 'quality', 'recording', 'note']),
  words: z.string().max(1000),
});
export type LogEntry = z.output<typeof logEntry>;
