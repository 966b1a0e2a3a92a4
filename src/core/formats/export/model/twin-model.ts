import { BATH_NAMES, BATH_PARAMETERS } from '../../../cell/bath-mm.ts';
import type { CellModel } from '../../../cell/cell-model.ts';
import { rateEquations } from '../../../cell/rate-equations.ts';
import type { Twin } from '../../../twin/twin.ts';
import { twinArtefacts, twinModel, twinValues } from '../../../twin/twin-values.ts';
import { modelNotes } from './model-notes.ts';
import { readableModel, type ReadableModel } from './readable-model.ts';

/** A twin as every model file is printed from it. */
export interface TwinModel {
  readonly twin: Twin;
  readonly cell: CellModel;
  readonly model: ReadableModel;
  /** A name that every language takes. */
  readonly name: string;
  /** What the file says of where it comes from, a line each, without line ends or control characters. */
  readonly notes: readonly string[];
}

/** @throws Error for a twin of a cell model that the program has not, or without one of its parameters */
export function twinModelOf(twin: Twin): TwinModel {
  const cell = twinModel(twin);
  const about = aboutParameters(twin);
  return {
    twin,
    cell,
    model: readableModel(rateEquations(cell), twinValues(twin), about),
    name: `twin_${twin.cellName
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .slice(0, 40)}`.replace(/_+$/, ''),
    notes: modelNotes(twin, cell),
  };
}

/** Current, multiplier, interval and what it is informed by, for the parameters that the twin states. */
function aboutParameters(twin: Twin): (id: string) => string {
  const inferred = new Map(
    twin.parameters.map((p) => [
      p.id,
      `${p.current}, ${short(p.multiplier)} of published (90 %: ${p.interval90.map(short).join(' to ')}), informed by ${p.informedBy}`,
    ]),
  );
  const scales = new Map(twin.nuisance.map((item) => [item.id, `${item.label}, inferred, SD ${short(item.sd)}`]));
  const { leakNsPf } = twinArtefacts(twin);
  const others: Readonly<Record<string, string>> = {
    'leak.g': leakNsPf > 0 ? `seal leak; in the recording it was ${short(leakNsPf)} nS/pF` : 'seal leak',
    'leak.E': 'reversal potential of the seal leak',
    ...Object.fromEntries(
      BATH_NAMES.map((name) => [
        BATH_PARAMETERS[name],
        `${name} outside, as ${twin.bathMm?.[name] === undefined ? 'published' : 'stated'}`,
      ]),
    ),
    'env.temperatureC': `temperature, ${twin.temperatureSource ?? 'stated or assumed'}`,
  };
  return (id) => inferred.get(id) ?? scales.get(id) ?? others[id] ?? 'as published';
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
