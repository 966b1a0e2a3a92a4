import type { ImportedCommand, ImportedRecording } from '../imported.ts';
import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import { extremes } from '../extremes.ts';
import { siUnit, type Quantity } from '../si-unit.ts';
import type { Stated, Unused } from './intake.ts';

/** Which channels and which command of a recording are the cell's. */
export interface Signals {
  /** Place of the channel; null where there is none. */
  readonly voltage: number | null;
  readonly current: number | null;
  readonly temperature: number | null;
  readonly capacitance: number | null;
  readonly voltageCommand: ImportedCommand | null;
  readonly currentCommand: ImportedCommand | null;
  readonly unused: readonly Unused[];
}

/**
 * The signals of the cell: those that the operator names, else the first of their kind; the others are reported as unused.
 * @throws FormatError where two have one name
 */
export function pickSignals(recording: ImportedRecording, stated: Stated): Signals {
  const { channels, commands } = recording;
  const of = (kinds: readonly Quantity[]): number[] =>
    channels.flatMap(({ unit }, i) => (kinds.includes(siUnit(unit)?.quantity as Quantity) ? [i] : []));
  const chosen = (places: readonly number[], wanted: string | undefined): number | null =>
    (wanted === undefined ? places[0] : places.find((i) => channels[i]!.name === wanted)) ?? null;
  const current = chosen(of(['current', 'current density']), stated.currentChannel);
  // A trigger or a monitor at its own scale is no membrane potential.
  const voltages = of(['voltage']);
  const likely = voltages.filter((i) => isLikely(recording, i));
  const voltage = chosen(stated.voltageChannel === undefined && likely.length > 0 ? likely : voltages, stated.voltageChannel);
  const temperature = of(['temperature'])[0] ?? null;
  const capacitance = of(['capacitance'])[0] ?? null;
  const command = (quantity: Quantity): ImportedCommand | null => commands.find(({ unit }) => siUnit(unit)?.quantity === quantity) ?? null;
  for (const place of [current, voltage]) {
    const twice = place === null ? [] : channels.filter(({ name }) => name === channels[place]!.name);
    if (twice.length > 1)
      throw new FormatError(
        `${twice.length} channels are called "${shownText(twice[0]!.name, 40)}": which is to be used? Say it with a column template, ` +
          `in which the others are "ignored".`,
      );
  }
  const used = new Set([current, voltage, temperature, capacitance]);
  const unused = channels.flatMap(({ name, unit }, i): Unused[] => {
    if (used.has(i)) return [];
    const what = `Channel "${shownText(name, 40)}"`;
    const quantity = siUnit(unit)?.quantity;
    if (quantity === undefined)
      return [
        { what, why: unit.trim() === '' ? 'it has no unit in the file' : `its unit "${shownText(unit, 20)}" is none of a cell's signals` },
      ];
    if (!/^(voltage|current)/.test(quantity))
      return [{ what, why: `no ${quantity} is kept beside the samples; state it where it is asked for` }];
    const first = quantity === 'voltage' ? voltage : current;
    return [
      {
        what,
        why:
          first === null
            ? `it holds no ${quantity} that was asked for`
            : `a session is one cell, and "${shownText(channels[first]!.name, 40)}" was taken`,
      },
    ];
  });
  return { voltage, current, temperature, capacitance, voltageCommand: command('voltage'), currentCommand: command('current'), unused };
}

/** Volts that a membrane reaches. */
const MEMBRANE_V = 0.3;

function isLikely({ channels, sweeps }: ImportedRecording, index: number): boolean {
  const { min, max } = extremes(sweeps.map(({ data }) => data[index]!));
  return Math.max(Math.abs(min), Math.abs(max)) * siUnit(channels[index]!.unit)!.factor <= MEMBRANE_V;
}
