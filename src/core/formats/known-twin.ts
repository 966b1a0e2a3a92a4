import type { Twin } from '../twin/twin.ts';
import { twinModel } from '../twin/twin-values.ts';
import { parseTwin } from './twin-json.ts';

/** How far value, baseline and multiplier may disagree through rounding. */
const ROUNDING = 1e-6;

/**
 * Reads a twin file and checks that it describes a cell of this program: all parameters of its model, values that are baseline
 * times multiplier.
 * @throws Error naming the parameter, what was expected and what came
 */
export function parseKnownTwin(text: string, origin: string): Twin {
  const twin = parseTwin(text, origin);
  const model = twinModel(twin);
  for (const { id, value } of model.varied) {
    const parameter = twin.parameters.find((p) => p.id === id);
    if (parameter === undefined)
      throw new Error(`${origin}: parameter "${id}" is missing; expected all ${model.varied.length}. Export the twin again.`);
    if (Math.abs(parameter.baseline / value - 1) > ROUNDING) {
      throw new Error(
        `${origin}: the baseline of "${id}" is ${parameter.baseline}, this program's is ${value}. The twin belongs to another ` +
          `model of the cell.`,
      );
    }
    const expected = parameter.baseline * parameter.multiplier;
    if (Math.abs(parameter.value - expected) > ROUNDING * Math.abs(expected)) {
      throw new Error(
        `${origin}: "${id}" has value ${parameter.value}, its baseline times multiplier is ${expected}. The file was changed by ` +
          `hand; correct one of them.`,
      );
    }
  }
  const unknown = twin.parameters.find(({ id }) => model.find(id) === undefined);
  if (unknown !== undefined) throw new Error(`${origin}: unknown parameter "${unknown.id}". List the known ones with "params list".`);
  return twin;
}
