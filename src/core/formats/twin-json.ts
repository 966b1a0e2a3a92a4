import { twinSchema, type Twin } from '../twin/twin.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { withLabels } from '../cell/parameter-label.ts';
import { withdrawnWhereFailed } from '../twin/fit-failed.ts';
import { readJsonText } from '../text/strict-json.ts';
import { checked } from '../schema/index.ts';

/** Longest text of a twin, characters. */
const LONGEST = 16_000_000;

/**
 * Checks that a value is a twin and returns it with its keys in the order of the format. Whatever an older file says, no parameter of a
 * failed fit is informed by data, and combinations are named by labels.
 * @throws Error with the path of the field, what was expected and what came
 */
export function assertTwin(value: unknown, origin = 'twin'): Twin {
  const twin = checked(twinSchema, upgraded(value), origin);
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
  const notIdentifiable = twin.notIdentifiable.map(withLabels);
  return { ...twin, parameters: withdrawnWhereFailed(twin.parameters, twin.fit), notIdentifiable };
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
  return assertTwin(readJsonText(text_, { origin, advice: 'Export the twin again.', longest: LONGEST }), origin);
}
