import { cellModel } from '../cell/models.ts';
import { checked } from '../schema/index.ts';
import { withTodaysOutcomes } from './outcome-words.ts';
import { readJsonText } from '../text/strict-json.ts';
import { EXPERIMENT_SCHEMA, experimentSchema, type Experiment } from './experiment-schema.ts';

/** Longest text of a stored experiment, characters: 100 conditions with every beat. */
const LONGEST = 500_000_000;

/** Whether a text claims to be a stored experiment. */
export function isStoredExperiment(text: string): boolean {
  return text.slice(0, 10_000).includes(EXPERIMENT_SCHEMA);
}

/** @throws Error that names the place, what was expected and what came */
export function parseExperiment(text: string, origin = 'experiment'): Experiment {
  const json = readJsonText(text, { origin, advice: 'Store the experiment again.', longest: LONGEST });
  const experiment = checked(experimentSchema, inTodaysWords(json), origin);
  for (const { name, cellModel: id, values, members } of experiment.cells) {
    const { length } = cellModel(id).adjustable;
    const wrong = [values, ...members].find((each) => each.length !== length);
    if (wrong !== undefined)
      throw new Error(
        `${origin}, ${name}: expected ${length} values of a cell of ${id}, got ${wrong.length}. Run the experiment again from its twins.`,
      );
  }
  const { cells, settings, results } = experiment;
  const beyond = results.find((result) => result.cell >= cells.length || result.condition >= settings.conditions.length);
  if (beyond !== undefined)
    throw new Error(`${origin}: expected results of its own cells and conditions, got one of cell ${beyond.cell + 1}. Store it again.`);
  return experiment;
}

function inTodaysWords(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('results' in json)) return json;
  return { ...json, results: withTodaysOutcomes(json.results) };
}

export function experimentJson(experiment: Experiment): string {
  return `${JSON.stringify(experiment)}\n`;
}
