import type { Spread } from '../twin/ensemble.ts';
import type { WashResult } from './wash-schema.ts';
import type { WashEvent } from './washed-cell.ts';

/** "oscillating from 189.7 s, 5.27 nM in the bath". */
export function eventWords({ atS, nM, outcome }: WashEvent): string {
  return `${outcome} from ${atS.toFixed(1)} s, ${Number(nM.toPrecision(3))} nM in the bath`;
}

/** How many cells stop beating, when and at which concentration in the bath, and how many beat at the end. */
export function stopWords({ stops }: Pick<WashResult, 'stops'>): string {
  const { stopped, of, beatAgain, atS, nM } = stops;
  if (of === 0) return 'No cell beats at the start.';
  if (atS === null || nM === null) return `None of the ${of} cells that beat at the start stops.`;
  const range = ({ median, low, high }: Spread, digits: number): string =>
    `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
  const digits = nM.median < 10 ? 2 : 0;
  return (
    `${stopped} of ${of} cells that beat at the start stop, at ${range(atS, 0)} s and ${range(nM, digits)} nM in the bath ` +
    `(median, central 90 %); ${beatAgain} of them beat at the end.`
  );
}
