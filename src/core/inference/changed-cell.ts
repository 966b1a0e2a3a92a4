import type { CellModel } from '../cell/cell-model.ts';
import type { RecordedAs } from '../experiment/artefacts.ts';
import type { ClampedCell } from '../experiment/clamped-cell.ts';
import { normal } from './coordinate.ts';
import type { FitParameter } from './levenberg-marquardt.ts';

/** A cell in its electrode, as a recording has it. */
export interface ChangedCell {
  readonly cell: ClampedCell;
  readonly recordedAs: RecordedAs;
}

/** Conductances that may change by themselves, by the name of their current. */
export const CHANGING = [
  ['IKr', 'ikr.g_Kr'],
  ['ICaL', 'ical.p_CaL'],
  ['If', 'ifunny.g_f'],
  ['Ito', 'scale.Ito'],
  ['IKs', 'iks.g_Ks'],
  ['IK1', 'ik1.g_K1'],
] as const;

/** SDs, before the recordings, of the logarithm of a channel's change, of that common to all, and of what the electrode may have done. */
const SD = { channel: 0.7, runDown: 0.3, leak: 0.7, rsCm: 0.3, offsetMv: 2, offsetPaPf: 0.3, residual: 0.1 } as const;
const STEP = 0.01;
const OTHERS = ['runDown', 'leak', 'rsCm', 'offsetMv', 'offsetPaPf', 'residual'] as const;

/** What may change between two recordings of a cell: each of CHANGING, then what is common to all, the seal and the electrode. */
export const CHANGES: readonly FitParameter[] = [...CHANGING.map(() => SD.channel), ...OTHERS.map((id) => SD[id])].map((sd, i) => ({
  id: CHANGING[i]?.[0] ?? OTHERS[i - CHANGING.length] ?? '',
  coordinate: normal(0, sd),
  step: STEP * sd * 5,
  longestMove: 1,
}));

/** A cell after a change. @param theta a coordinate for each of CHANGES; zeros change nothing */
export function changedCell(model: CellModel, { cell, recordedAs }: ChangedCell, theta: ArrayLike<number>): ChangedCell {
  const by = (id: string): number => {
    const at = CHANGES.findIndex((parameter) => parameter.id === id);
    return CHANGES[at]?.coordinate.value(theta[at] ?? NaN) ?? NaN;
  };
  const values = cell.values.slice();
  const scale = (id: string, log: number): void => {
    const at = model.find(id);
    if (at !== undefined) values[at] = (values[at] ?? NaN) * Math.exp(log);
  };
  const conductances = [...model.varied.filter(({ role }) => role === 'conductance'), ...model.scales];
  for (const { id } of conductances) scale(id, by('runDown'));
  for (const [channel, id] of CHANGING) scale(id, by(channel));
  const { artefacts } = cell;
  return {
    cell: {
      ...cell,
      values,
      artefacts: {
        ...artefacts,
        leakNsPf: artefacts.leakNsPf * Math.exp(by('leak')),
        rsCmMs: artefacts.rsCmMs * Math.exp(by('rsCm')),
        offsetMv: artefacts.offsetMv + by('offsetMv'),
        residualCapacitance: artefacts.residualCapacitance + by('residual'),
      },
    },
    recordedAs: { ...recordedAs, offsetPaPf: recordedAs.offsetPaPf + by('offsetPaPf') },
  };
}
