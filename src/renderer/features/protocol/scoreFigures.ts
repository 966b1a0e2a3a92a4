import { DEFAULT_CELL } from '../../../core/cell/models.ts';
import { parameterLabel } from '../../../core/cell/parameter-label.ts';
import { shortName } from '../twin/filterParameters.ts';
import type { ProtocolScore } from '../../../shared/contract/schemas.ts';

/** The maximal conductances (ICaL: the permeability) of the six currents. */
export const CONDUCTANCES: readonly string[] = DEFAULT_CELL.varied.filter(({ role }) => role === 'conductance').map(({ id }) => id);

export interface ScoreFigure {
  readonly label: string;
  readonly note: string;
  readonly unit: string;
  readonly digits: number;
  /** Larger is better; null: neither is. */
  readonly of: (score: ProtocolScore) => number;
}

/** Single figures of a score, in reading order. */
export const SCORE_FIGURES: readonly ScoreFigure[] = [
  {
    label: 'Mean R² bound',
    note: 'Share of the variance of the 52 parameters that the best inference could explain',
    unit: '',
    digits: 3,
    of: ({ r2Mean }) => r2Mean,
  },
  { label: 'Parameters above 0.9', note: 'Of 52', unit: '', digits: 0, of: ({ wellInformed }) => wellInformed },
  { label: 'Information', note: 'Gained over the prior', unit: 'nats', digits: 0, of: ({ logDet }) => logDet },
  {
    label: 'Peak current',
    note: 'Largest outside blanked times; the amplifier must not saturate',
    unit: 'pA/pF',
    digits: 0,
    of: ({ peakPaPf }) => peakPaPf,
  },
  ...CONDUCTANCES.map((id) => ({
    label: shortName(id),
    note: `R² bound of ${parameterLabel(id)}`,
    unit: '',
    digits: 3,
    of: ({ r2 }: ProtocolScore) => r2[id] ?? Number.NaN,
  })),
];

/** The 52 parameters by current, in the order of the cell's table. */
export const PARAMETER_GROUPS: readonly { readonly current: string; readonly ids: readonly string[] }[] = [
  ...new Set(DEFAULT_CELL.varied.map(({ current }) => current)),
].map((current) => ({ current, ids: DEFAULT_CELL.varied.filter((parameter) => parameter.current === current).map(({ id }) => id) }));

/** Grade of how well a parameter is informed: the grades of the score sheets. */
export function informedGrade(r2: number): 'data' | 'partly' | 'prior' {
  return r2 > 0.9 ? 'data' : r2 > 0.5 ? 'partly' : 'prior';
}
