import { z } from 'zod';
import { RECORDING_FORMATS, TWIN_FORMATS } from '../../core/formats/export/registry.ts';
import { sessionKeyText } from './bounds.ts';

/** Most sessions of one export. */
export const SESSIONS_MOST = 500;

export const exportManyRequest = z.object({
  sessionKeys: z.array(sessionKeyText).min(1).max(SESSIONS_MOST),
  wish: z.discriminatedUnion('what', [
    z.object({ what: z.literal('recordings'), format: z.enum(RECORDING_FORMATS) }),
    z.object({ what: z.literal('twins'), format: z.enum(TWIN_FORMATS) }),
  ]),
});
export type ManyWish = z.output<typeof exportManyRequest>['wish'];

/** What was written into the folder, and what was not and why. */
export const exportManyAnswer = z.object({
  folder: z.string(),
  written: z.array(z.object({ cellName: z.string(), file: z.string(), note: z.string().nullable() })),
  left: z.array(z.object({ cellName: z.string(), why: z.string() })),
});
export type ShownExport = z.output<typeof exportManyAnswer>;
