import { isSignificant, type DrugRow } from '../inference/index.ts';
import { shown, table } from './table.ts';

/** What changed in each cell between its clamp before and with drug, %; a star where the interval leaves out no change. */
export function drugLines(drugs: readonly DrugRow[]): string[] {
  const names = drugs[0]?.channels.map(({ channel }) => channel) ?? [];
  if (names.length === 0) return [];
  const percent = (share: number): string => shown(100 * share, 0);
  return table(
    ['Cell', 'Drug', ...names.map((name) => `${name} %`), 'Run-down %'],
    [...drugs]
      .sort((a, b) => a.drug.localeCompare(b.drug))
      .map(({ cell, drug, channels, runDown }) => [
        cell,
        drug === 'control' ? 'vehicle' : drug,
        ...[...channels, runDown].map(
          (change) => `${percent(change.change)} (${percent(change.low)} to ${percent(change.high)})${isSignificant(change) ? ' *' : ''}`,
        ),
      ]),
  );
}
