import type { Twin } from '../../twin/twin.ts';
import { memberValues } from '../../twin/ensemble.ts';
import { twinModel } from '../../twin/twin-values.ts';
import { csvLine } from '../csv-cells.ts';
import { FormatError } from '../format-error.ts';
import type { Exporter } from './exporter.ts';
import { parameterName } from './model/names.ts';
import { twinFacts } from './twin-facts.ts';

/** The cells of the ensemble, one line each: the values of their parameters under the names of the model files. */
export const twinEnsembleExporter = {
  id: 'ensemble',
  title: 'Ensemble',
  purpose: 'a table of the cells that the recording cannot distinguish from it',
  extension: 'csv',
  mime: 'text/csv',
  *write(twin) {
    const { members } = ensembleOf(twin);
    const cell = twinModel(twin);
    const parameters = [...cell.varied, ...cell.scales];
    const facts = Object.entries(twinFacts(twin));
    yield { content: csvLine(['member', ...parameters.map(({ id }) => parameterName(id)), ...facts.map(([key]) => key)]), share: 0 };
    for (const [k, member] of members.entries()) {
      const values = memberValues(member, twin.temperatureC, cell);
      const row = parameters.map(({ id }) => values[cell.find(id) ?? -1] ?? NaN);
      yield { content: csvLine([k + 1, ...row, ...facts.map(([, value]) => value)]), share: (k + 1) / members.length };
    }
  },
} as const satisfies Exporter<Twin>;

/** @throws FormatError for a twin without one */
export function ensembleOf({ ensemble, cellName }: Twin): NonNullable<Twin['ensemble']> {
  if (ensemble === null || ensemble.members.length === 0)
    throw new FormatError(`The twin of ${cellName} has no ensemble. Infer it with the method "refined" or "fit", which draws one.`);
  return ensemble;
}

/** One cell of the ensemble as a twin of its own, for a folder of models. @throws FormatError for a member that is not there */
export function memberTwin(twin: Twin, member: number): Twin {
  const { members } = ensembleOf(twin);
  const found = members[member];
  if (found === undefined) throw new FormatError(`The ensemble has ${members.length} cells; cell ${member + 1} is not among them.`);
  return {
    ...twin,
    cellName: `${twin.cellName}, cell ${member + 1} of ${members.length} of its ensemble`,
    ensemble: null,
    parameters: twin.parameters.map((p, i) => {
      const multiplier = found.multipliers[i] ?? NaN;
      return { ...p, multiplier, value: p.baseline * multiplier };
    }),
    nuisance: twin.nuisance.map((item) => ({ ...item, value: found.scales[item.id] ?? item.value })),
  };
}
