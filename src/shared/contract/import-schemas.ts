import { z } from 'zod';
import { idText, NAME_LONGEST, pathToken, sessionKeyText } from './bounds.ts';

const TITLES_MOST = 500;
const titleText = z.string().max(1000);
const unitText = z.string().max(40);
const role = z.enum(['time', 'voltage', 'current', 'current density', 'temperature', 'other', 'ignored']);

/** Answers on a lab's tables; what can be in them is checked where it is used. */
export const sentTemplate = z.object({
  name: z.string().min(1).max(NAME_LONGEST),
  titles: z.array(titleText).max(TITLES_MOST),
  columns: z.array(z.object({ role, unit: unitText, reversed: z.boolean().optional() })).max(TITLES_MOST),
  sampleRateHz: z.number().positive().max(1e7).nullable(),
  conditions: z.object({
    membraneCapacitancePf: z.number().min(0.5).max(2000).optional(),
    temperatureC: z.number().min(0).max(50).optional(),
    seriesResistanceMohm: z.number().min(0).max(1000).optional(),
    compensationPercent: z.number().min(0).max(100).optional(),
    predictionPercent: z.number().min(0).max(100).optional(),
    filterHz: z.number().min(1).max(1e6).optional(),
    junctionPotentialMv: z.number().min(-100).max(100).optional(),
  }),
  protocol: idText.nullable(),
  clamp: z.enum(['voltage', 'current']).nullable(),
});
export type SentTemplate = z.output<typeof sentTemplate>;

/** Most files and folders of one import. */
const TOKENS_MOST = 16;

export const importRequest = z.object({
  tokens: z.array(pathToken).min(1).max(TOKENS_MOST),
  /** Absent: new sessions. */
  into: sessionKeyText.optional(),
  /** Absent: the name of the file or folder. */
  cellName: z.string().min(1).max(200).optional(),
  /** Absent: as the file says, else as its voltage shows. */
  protocolId: idText.optional(),
  template: sentTemplate.optional(),
  /** Of all of them, whatever the files say; absent: as they say. */
  temperatureC: z.number().min(0).max(50).optional(),
  junctionPotentialMv: z.number().min(-100).max(100).optional(),
  membraneCapacitancePf: z.number().min(0.5).max(2000).optional(),
  seriesResistanceMohm: z.number().min(0).max(1000).optional(),
});

/** First rows of a table with what its columns may be, and the answers of the last time where they fit. */
export const tablePreview = z.object({
  titles: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  columns: z.array(z.object({ role, unit: z.string(), certain: z.boolean() })),
  questions: z.array(z.string()),
  kept: sentTemplate.nullable(),
});
export type TablePreview = z.output<typeof tablePreview>;

const command = z.object({
  origin: z.enum(['file', 'named protocol', 'library', 'recorded voltage']),
  protocolId: z.string(),
  shiftMs: z.number(),
  offsetMv: z.number(),
  largestErrorMv: z.number(),
});

const offered = z.enum([
  'membraneCapacitancePf',
  'temperatureC',
  'seriesResistanceMohm',
  'compensationPercent',
  'predictionPercent',
  'filterHz',
  'junctionPotentialMv',
]);

export const importReport = z.object({
  cells: z.array(
    z.object({
      sessionKey: z.string().nullable(),
      session: z.string().nullable(),
      cellName: z.string(),
      recordings: z.array(
        z.object({
          recordingId: z.number().int(),
          file: z.string(),
          name: z.string().nullable(),
          kind: z.enum(['voltage-clamp', 'spontaneous']),
          sampleRateHz: z.number(),
          samples: z.number().int(),
          command: command.nullable(),
          remarks: z.array(z.string()),
          offers: z.array(z.object({ condition: offered, value: z.number() })),
        }),
      ),
      files: z.array(
        z.object({
          file: z.string(),
          format: z.string().nullable(),
          used: z.number().int(),
          unused: z.array(z.object({ what: z.string(), why: z.string() })),
          notes: z.array(z.string()),
          asked: z.boolean(),
        }),
      ),
      questions: z.array(z.string()),
    }),
  ),
});
export type ShownImport = z.output<typeof importReport>;

/** What a check found of a session, in sentences. */
export const sessionVerdict = z.object({ intact: z.boolean(), layout: z.number().int(), newest: z.boolean(), damage: z.array(z.string()) });
