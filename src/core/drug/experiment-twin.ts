import { memberValues } from '../twin/ensemble.ts';
import { fitFailed } from '../twin/fit-failed.ts';
import { originOf } from '../twin/twin-origin.ts';
import { twinModel, twinValues } from '../twin/twin-values.ts';
import type { Twin } from '../twin/twin.ts';
import type { ExperimentCell } from './experiment-schema.ts';

/** A twin with its ensemble as a cell of an experiment. */
export function experimentTwin(twin: Twin, name: string): ExperimentCell {
  const model = twinModel(twin);
  return {
    name,
    cellModel: model.id,
    origin: originOf(twin),
    kind: 'twin',
    values: Array.from(twinValues(twin)),
    members: (twin.ensemble?.members ?? []).map((member) => Array.from(memberValues(member, twin.temperatureC, model))),
    alarms: [...twin.alarms],
    fitFailed: fitFailed(twin.fit),
  };
}
