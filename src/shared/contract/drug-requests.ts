import { z } from 'zod';
import { DRUG_CHANNELS, drugEntrySchema, LEAST_EFFECT, MOST_HILL, MOST_IC50_NM } from '../../core/drug/drug-schema.ts';
import {
  experimentCellSchema,
  experimentResultSchema,
  experimentSettingsSchema,
  MOST_CONCENTRATIONS,
  sweepLevelSchema,
} from '../../core/drug/experiment-schema.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { SWEEP_OUTCOMES } from '../../core/drug/sweep-outcome.ts';
import { sweepConditionSchema } from '../../core/drug/sweep-condition.ts';
import { SWEEP_FEATURES } from '../../core/drug/swept-cell.ts';
import { washResultSchema } from '../../core/drug/wash-schema.ts';
import { washSchema } from '../../core/drug/wash.ts';
import { idText, NAME_LONGEST, rowNumber, sessionKeyText } from './bounds.ts';
import { zodOf } from './zod-of.ts';

const concentration = z.number().min(0).max(MOST_NM);
const name = z.string().min(1).max(NAME_LONGEST);
const { settleS: _, seconds: __, ...chosen } = sweepConditionSchema.fields;
const condition = z.object(
  Object.fromEntries(Object.entries(chosen).map(([key, schema]) => [key, zodOf(schema)])) as {
    [K in keyof typeof chosen]: ReturnType<typeof zodOf<(typeof chosen)[K] extends { check: (value: unknown) => infer T } ? T : never>>;
  },
);

/** Values of a compound that the operator typed. */
const compound = z.object({
  drug: name,
  freeCmaxNm: z.number().positive().max(1e15).nullable(),
  channels: z
    .array(
      z.object({
        channel: z.enum(DRUG_CHANNELS),
        ic50Nm: z.number().positive().max(MOST_IC50_NM),
        hill: z.number().positive().max(MOST_HILL),
        hillGiven: z.boolean(),
        maxEffect: z.number().min(LEAST_EFFECT).max(1).optional(),
      }),
    )
    .min(1)
    .max(DRUG_CHANNELS.length),
});

const { values: ___, members: ____, ...shownCell } = experimentCellSchema.fields;

/** An experiment without the values of its cells. */
const experimentView = z.object({
  id: z.string(),
  createdAt: z.string(),
  provenance: z.string(),
  settings: zodOf(experimentSettingsSchema),
  cells: z.array(
    z.object({
      name: zodOf(shownCell.name),
      cellModel: z.string(),
      origin: zodOf(shownCell.origin),
      kind: zodOf(shownCell.kind),
      alarms: zodOf(shownCell.alarms),
      fitFailed: z.boolean(),
      members: z.number(),
      /** The published cell alone: no twin. */
      published: z.boolean(),
    }),
  ),
  results: z.array(zodOf(experimentResultSchema)),
  /** Sources, badges and doubts. */
  notes: z.array(z.string()),
});

const effect = z.object({ channels: z.array(z.string()), change: z.number().nullable(), outcome: z.enum(SWEEP_OUTCOMES) });
const sensitivity = z.object({
  feature: z.enum(SWEEP_FEATURES),
  nM: z.number(),
  without: z.number().nullable(),
  change: z.number().nullable(),
  outcome: z.enum(SWEEP_OUTCOMES),
  parameters: z.array(z.object({ name: z.string(), low: z.number().nullable(), high: z.number().nullable() })),
  leftOut: z.array(effect),
  alone: z.array(effect),
  reversedWithout: effect.nullable(),
});

const spread = z.object({ median: z.number(), low: z.number(), high: z.number() }).nullable();

/** A twin, and a recording of its cell with a drug. */
const measuredKey = z.object({ sessionKey: sessionKeyText, twinId: rowNumber, recordingId: rowNumber });
const shownChange = z.object({ channel: z.string(), change: z.number(), low: z.number(), high: z.number() });
const measuredDrug = z.object({
  entry: zodOf(drugEntrySchema),
  /** The entry as blocks at the concentration of the recording, with intervals that hold what channels do without a drug. */
  channels: z.array(shownChange),
  runDown: shownChange,
});

/** Figures of an experiment, by name. */
export const FIGURES = [
  'potential',
  'response',
  'outcomes',
  'currents',
  'tornado',
  'channels',
  'tornado-ensemble',
  'wash',
  'wash-charges',
  'wash-outcomes',
] as const;
export type FigureName = (typeof FIGURES)[number];

const place = z.object({ id: idText, cell: rowNumber, condition: rowNumber });

/** Requests of the Drugs desk beside its one concentration. */
export const drugRequests = {
  /** The block that the cell's own clamps before and with a drug show: a source like any other. */
  'drug:measured': { request: measuredKey, response: measuredDrug },
  /** Runs an experiment on twins or a population, and stores it. A newer request ends an older one; what it had is kept. */
  'drug:run': {
    request: z.object({
      ticket: rowNumber,
      name: z.string().max(NAME_LONGEST),
      twins: z.array(z.object({ sessionKey: sessionKeyText, twinId: rowNumber })).max(20),
      /** Of 0 cells: the published cell alone. */
      population: z.object({ cells: z.number().int().min(0).max(1000), seed: rowNumber }).nullable(),
      drug: name,
      /** Empty: the first by rank. */
      source: z.string().max(NAME_LONGEST),
      /** Values that stand in place of the drug's; null: those of the source. */
      compound: compound.nullable(),
      /** The block that the cell's own clamps show, in place of a source; null: none. */
      measured: measuredKey.nullable(),
      allSources: z.boolean(),
      /** Empty for a wash-in, whose concentrations stand in its time course. */
      concentrationsNm: z.array(concentration).max(MOST_CONCENTRATIONS),
      /** The drug washes in and out in time; null: each concentration by itself. */
      wash: zodOf(washSchema).nullable(),
      beside: z.array(z.object({ drug: name, concentrationNm: concentration })).max(10),
      conditions: z.array(condition).min(1).max(24),
      seed: rowNumber,
      shares: z.boolean(),
    }),
    response: experimentView,
  },
  'drug:cancel': { request: z.void(), response: z.void() },
  'drug:experiments': {
    request: z.void(),
    response: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        drug: z.string(),
        cells: z.string(),
        createdAt: z.string(),
        done: z.number(),
        of: z.number(),
      }),
    ),
  },
  'drug:open': { request: z.object({ id: idText }), response: experimentView },
  'drug:remove': { request: z.object({ id: idText }), response: z.void() },
  'drug:sensitivity': {
    request: place.extend({ nM: concentration }),
    response: z.object({
      sensitivity,
      /** Rank correlation of each parameter with the change over the members; empty with too few. */
      ensemble: z.array(z.object({ name: z.string(), correlation: z.number(), cells: z.number() })),
    }),
  },
  'drug:compare': {
    request: z.object({ id: idText, other: idText }),
    response: z.object({
      differences: z.array(z.string()),
      levels: z.array(
        z.object({
          cell: z.string(),
          condition: z.string(),
          nM: z.number(),
          outcomes: z.tuple([z.string(), z.string()]),
          apd90Ms: z.tuple([spread, spread]),
          apd90Change: z.tuple([spread, spread]),
        }),
      ),
      washes: z.array(
        z.object({
          cell: z.string(),
          condition: z.string(),
          stops: z.tuple([z.string(), z.string()]),
          intervals: z.array(
            z.object({
              fromS: z.number(),
              nM: z.tuple([z.number(), z.number()]),
              outcomes: z.tuple([z.string(), z.string()]),
              apd90Ms: z.tuple([spread, spread]),
              apd90Change: z.tuple([spread, spread]),
              calciumNm: z.tuple([spread, spread]),
            }),
          ),
        }),
      ),
    }),
  },
  /** Writes where the operator chooses; null when cancelled. */
  'drug:export': { request: z.object({ id: idText, format: z.enum(['json', 'csv', 'html', 'pdf']) }), response: z.string().nullable() },
  'drug:exportFigure': {
    request: place.extend({
      figure: z.enum(FIGURES),
      format: z.enum(['svg', 'png', 'csv']),
      feature: z.enum(SWEEP_FEATURES),
      changes: z.boolean(),
      nM: concentration,
    }),
    response: z.string().nullable(),
  },
  /** Own compounds are in the list of drugs, with the source "own". */
  'drug:saveCompound': { request: compound, response: z.array(zodOf(drugEntrySchema)) },
  'drug:removeCompound': { request: z.object({ drug: name }), response: z.array(zodOf(drugEntrySchema)) },
  'drug:importCompounds': {
    request: z.void(),
    response: z.object({ drugs: z.array(zodOf(drugEntrySchema)), imported: z.number(), questions: z.array(z.string()) }).nullable(),
  },
} as const;

/** How far an experiment is. */
export const drugProgress = z.object({
  ticket: z.number(),
  fraction: z.number(),
  part: z
    .object({ cell: z.number(), condition: z.number(), levels: z.array(zodOf(sweepLevelSchema)), wash: zodOf(washResultSchema).optional() })
    .nullable(),
});
