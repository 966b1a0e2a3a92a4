import type { Twin } from '../twin/twin.ts';
import { AP_OUTCOMES } from '../beat/beats.ts';
import { CELL_MODELS, DEFAULT_CELL } from '../cell/models.ts';
import { withdrawnWhereFailed } from '../twin/fit-failed.ts';
import { parseStrictJson } from '../text/strict-json.ts';
import {
  array,
  atLeast,
  between,
  bool,
  choice,
  dictionary,
  finite,
  finiteOrNull,
  fixed,
  optional,
  text,
  textOrNull,
  record,
  type Check,
} from './shape.ts';

const share = choice('data', 'partly', 'prior', 'nothing');

/** Lower end first. */
const interval: Check = (value, path) => {
  const [low, high] = array(finite, 2)(value, path) as [number, number];
  if (low > high) throw new Error(`${path}: expected the lower end first, got ${low} and ${high}.`);
  return [low, high];
};

/** Most cells of an ensemble, parameters of a twin and points of a beat that are read: far more than are written. */
const MOST_MEMBERS = 5_000;
const MOST_PARAMETERS = 500;
const MOST_POINTS = 1_000_000;
/** Longest text of a twin, characters. */
const LONGEST = 16_000_000;

/** A list; one that is too long is refused before its entries are checked. */
const atMost =
  (most: number, list: Check): Check =>
  (value, path) => {
    if (Array.isArray(value) && value.length > most) throw new Error(`${path}: expected at most ${most} entries, got ${value.length}.`);
    return list(value, path);
  };

const beatShape: Check = record({
  outcome: choice(...AP_OUTCOMES),
  features: record({
    beats: finite,
    cycleLengthMs: finiteOrNull,
    apd50Ms: finiteOrNull,
    apd90Ms: finiteOrNull,
    mdpMv: finiteOrNull,
    peakMv: finiteOrNull,
    dvdtMaxVs: finiteOrNull,
  }),
  dtMs: atLeast(0),
  voltageMv: atMost(MOST_POINTS, array(finite)),
});

const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? null : check(value, path);

const spreadShape = orNull(record({ median: finite, low: finite, high: finite }));
const ensembleBeatShape: Check = record({
  members: finite,
  outcomes: dictionary(finite),
  features: record({
    cycleLengthMs: spreadShape,
    apd50Ms: spreadShape,
    apd90Ms: spreadShape,
    mdpMv: spreadShape,
    peakMv: spreadShape,
    dvdtMaxVs: spreadShape,
  }),
});

/** Shape of the twin file and, at the same time, the order of its keys. */
const twinShape: Check = record({
  schema: fixed('twinclamp.twin/3'),
  createdAt: text,
  cellName: text,
  method: choice('network', 'refined', 'fit'),
  temperatureC: between(-20, 100),
  temperatureSource: optional(choice('stated', 'assumed')),
  simulated: optional(bool),
  protocolId: text,
  clamp: record({ mode: choice('ideal', 'rig'), filterHz: finiteOrNull }),
  parameters: atMost(
    MOST_PARAMETERS,
    array(
      record({
        id: text,
        current: text,
        unit: text,
        baseline: finite,
        value: finite,
        multiplier: finite,
        mean: finite,
        sd: atLeast(0),
        interval90: interval,
        informedBy: share,
      }),
    ),
  ),
  nuisance: array(
    record({
      id: text,
      label: text,
      unit: text,
      value: finite,
      sd: atLeast(0),
    }),
  ),
  fit: record({
    nrmsePercent: finite,
    residualRmsPaPf: finite,
    noisePaPf: finite,
    chi2PerSample: finite,
    residualCorrelation: orNull(record({ lag1: finite, chance: finite })),
    residualAfterStepsPaPf: finiteOrNull,
    iterations: finite,
  }),
  beat: beatShape,
  beatWithLeak: orNull(beatShape),
  ensemble: orNull(
    record({
      members: atMost(MOST_MEMBERS, array(record({ multipliers: atMost(MOST_PARAMETERS, array(finite)), scales: dictionary(finite) }))),
      beat: ensembleBeatShape,
      beatWithLeak: orNull(ensembleBeatShape),
      drawn: finiteOrNull,
    }),
  ),
  notIdentifiable: array(text),
  alarms: array(text),
  provenance: record({
    program: text,
    model: text,
    cellModel: choice(...CELL_MODELS.map(({ id }) => id)),
    network: textOrNull,
    networkSha256: textOrNull,
    backend: textOrNull,
    recording: text,
    recordingCrc32: finite,
    priorSd: finite,
    seed: finite,
  }),
});

/**
 * Checks that a value is a twin and returns it with its keys in the order of the format. No parameter of a
 * failed fit is informed by data, even if an older file says so.
 * @throws Error with the path of the field, what was expected and what came
 */
export function assertTwin(value: unknown, origin = 'twin'): Twin {
  const twin = twinShape(upgraded(value), origin) as Twin;
  const seen = new Set<string>();
  for (const { id } of twin.parameters) {
    if (seen.has(id)) throw new Error(`${origin}: parameter "${id}" is there twice. Remove one.`);
    seen.add(id);
  }
  twin.ensemble?.members.forEach(({ multipliers }, k) => {
    if (multipliers.length !== twin.parameters.length)
      throw new Error(
        `${origin}.ensemble.members[${k}].multipliers: expected ${twin.parameters.length} numbers, got ${multipliers.length}. ` +
          `Export the twin again.`,
      );
  });
  return { ...twin, parameters: withdrawnWhereFailed(twin.parameters, twin.fit) };
}

/** Files of earlier versions, with the names and fields of this one. */
function upgraded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return value;
  if (value.schema === 'twinclamp.twin/1') return inWordsOf3(withMeans(withCellModel(withFit(value))));
  if (value.schema === 'twinclamp.twin/2') return inWordsOf3(withCellModel(withDrawn(withFit(value))));
  return value;
}

/** Versions 1 and 2 had other names: `toldBy` of a parameter, and `dark`. */
function inWordsOf3(value: object): object {
  const { dark, parameters, ...rest } = value as { readonly dark?: unknown; readonly parameters?: unknown };
  return {
    ...rest,
    schema: 'twinclamp.twin/3',
    parameters: eachParameter(parameters, ({ toldBy, ...parameter }) => ({ ...parameter, informedBy: toldBy })),
    notIdentifiable: dark,
  };
}

/** The first version had no posterior mean and no ensemble. */
function withMeans(value: object): object {
  const { parameters, ...rest } = value as { readonly parameters?: unknown };
  return {
    ...rest,
    ensemble: null,
    parameters: eachParameter(parameters, (parameter) => ({ mean: parameter['multiplier'], ...parameter })),
  };
}

/** Anything but a list of objects is left to the check. */
function eachParameter(parameters: unknown, change: (parameter: Readonly<Record<string, unknown>>) => object): unknown {
  if (!Array.isArray(parameters)) return parameters;
  const isRecord = (entry: unknown): entry is Record<string, unknown> =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  return parameters.map((entry: unknown) => (isRecord(entry) ? change(entry) : entry));
}

/** Version 1 and the first files of version 2 had no whiteness of the residual. */
function withFit(value: object): object {
  if (!('fit' in value) || typeof value.fit !== 'object' || value.fit === null || 'residualCorrelation' in value.fit) return value;
  return { ...value, fit: { ...value.fit, residualCorrelation: null, residualAfterStepsPaPf: null } };
}

/** The first files of version 2 kept all draws. */
function withDrawn(value: object): object {
  if (!('ensemble' in value) || typeof value.ensemble !== 'object' || value.ensemble === null || 'drawn' in value.ensemble) return value;
  return { ...value, ensemble: { ...value.ensemble, drawn: null } };
}

/** Twins from before the second cell model are of the default one. */
function withCellModel(value: object): object {
  if (!('provenance' in value) || typeof value.provenance !== 'object' || value.provenance === null || 'cellModel' in value.provenance)
    return value;
  return { ...value, provenance: { ...value.provenance, cellModel: DEFAULT_CELL.id } };
}

/** The twin as a file: UTF-8 JSON, two spaces, keys always in the same order, a line feed at the end. */
export function twinToJson(twin: Twin): string {
  return `${JSON.stringify(assertTwin(twin), null, 2)}\n`;
}

/**
 * Reads a twin file.
 * @throws Error when the text is not JSON or not a twin
 */
export function parseTwin(text_: string, origin = 'twin file'): Twin {
  let json: unknown;
  try {
    json = parseStrictJson(text_, LONGEST);
  } catch (cause) {
    throw new Error(`${origin} is not JSON (${(cause as Error).message}). Export the twin again.`, { cause });
  }
  return assertTwin(json, origin);
}
