import { roundRate } from '../round-rate.ts';
import { siUnit } from '../si-unit.ts';
import { plainMicro } from '../title-unit.ts';
import { cellQuantity } from './cell-number.ts';
import { splitCells } from './split-cells.ts';

/** A line above a block of LabChart's text export: a key, then a cell a channel. */
export const LABCHART_LINE = /^(Interval|ExcelDateTime|TimeFormat|DateFormat|ChannelTitle|Range|UnitName|TopValue|BottomValue)=\t/;

export interface LabChartHeader {
  /** Line of the titles, counted from 1. */
  readonly titleLine: number;
  /** A cell a column, the time first where it is exported. */
  readonly titles: readonly string[];
  readonly units: readonly string[];
  readonly sampleRateHz: number | null;
}

/**
 * What LabChart writes above the samples of a text export; null where it did not. @param width columns of a row of samples
 */
export function labChartHeader(above: readonly string[], width: number, decimal: '.' | ','): LabChartHeader | null {
  const cellsOf = (key: string): readonly string[] => {
    const line = above.find((text) => text.startsWith(`${key}=\t`));
    return line === undefined ? [] : splitCells(line, '\t').slice(1);
  };
  const titleAt = above.findIndex((line) => line.startsWith('ChannelTitle=\t'));
  const titles = cellsOf('ChannelTitle');
  const clocks = width - titles.length;
  // Without a date and with or without a time in front.
  if (titleAt < 0 || clocks < 0 || clocks > 1) return null;
  const units = cellsOf('UnitName');
  const interval = cellQuantity(cellsOf('Interval')[0] ?? '', decimal);
  const intervalS = interval === null || siUnit(interval.unit)?.quantity !== 'time' ? 0 : interval.value * siUnit(interval.unit)!.factor;
  return {
    titleLine: titleAt + 1,
    titles: [...(clocks === 1 ? ['Time'] : []), ...titles.map((title, i) => title || `Channel ${i + 1}`)],
    units: [...(clocks === 1 ? ['s'] : []), ...titles.map((_, i) => plainMicro(units[i] ?? '').replace(/^\*$/, ''))],
    sampleRateHz: intervalS > 0 ? roundRate(1 / intervalS) : null,
  };
}
