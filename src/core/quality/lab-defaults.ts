import { checked, choice, integerBetween, nullable, numberBetween, record, textOf, type Of } from '../schema/index.ts';
import { parseStrictJson } from '../text/strict-json.ts';
import { rigSettingsSchema } from './rig-settings.ts';

/** Longest file of lab defaults, characters. */
const LONGEST_FILE = 100_000;

/** Who records, on which rig; stored with each recording. */
export const recordedBySchema = record({ operator: textOf(1, 100), rig: textOf(1, 100) });
export type RecordedBy = Of<typeof recordedBySchema>;

/** What an operator uses on a rig, as a file that a laboratory can share. null: not set, what is usual counts. */
export const labDefaultsSchema = record({
  kind: choice('twinclamp-lab-defaults'),
  version: integerBetween(1, 1),
  ...recordedBySchema.fields,
  /** Holding and junction potential, compensation, limits of the gates, rate, filter and gain, P/N, zap. */
  settings: rigSettingsSchema,
  /** Id of a protocol. */
  protocolId: nullable(textOf(1, 200)),
  /** Membrane potential without clamp after the protocol, s. */
  spontaneousSeconds: nullable(numberBetween(0, 60)),
  /** Of the bath, degC; null: the thermometer of the device. */
  temperatureC: nullable(numberBetween(10, 45)),
  /** In words, as their recordings state them. */
  pipetteSolution: nullable(textOf(1, 200)),
  bathSolution: nullable(textOf(1, 200)),
  /** Name of the cell line. */
  line: nullable(textOf(1, 100)),
  /** Folder for a second copy of each session. */
  copyFolder: nullable(textOf(1, 1000)),
});
export type LabDefaults = Of<typeof labDefaultsSchema>;

/**
 * Reads a file of lab defaults.
 * @param origin name of the file, for errors
 * @throws Error in one sentence with the place, what was expected and what came
 */
export function parseLabDefaults(text: string, origin: string): LabDefaults {
  let value: unknown;
  try {
    value = parseStrictJson(text, LONGEST_FILE);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${origin}: expected lab defaults as JSON, got another file (${reason.slice(0, 120)}). Export them again.`, { cause });
  }
  return checked(labDefaultsSchema, value, origin);
}

/** The file of lab defaults, which parseLabDefaults reads. */
export function labDefaultsToJson(defaults: LabDefaults): string {
  return `${JSON.stringify(labDefaultsSchema.check(defaults), null, 2)}\n`;
}

/** What a recording keeps of the solutions, as remarks. */
export function solutionRemarks({ pipetteSolution, bathSolution }: Pick<LabDefaults, 'pipetteSolution' | 'bathSolution'>): string[] {
  return [
    ...(pipetteSolution === null ? [] : [`Pipette solution: ${pipetteSolution}.`]),
    ...(bathSolution === null ? [] : [`Bath solution: ${bathSolution}.`]),
  ];
}
