import type { Spread } from '../../twin/ensemble.ts';
import type { WashResult } from '../../drug/wash-schema.ts';
import { rangeOf } from '../scale.ts';
import { axes, type Axis, type Box } from './axes.ts';
import { areaPath, linePath, px, type Mark } from './figure.ts';
import type { StudyCourse } from './study-view.ts';

/** What is followed over the time of a wash-in. */
export interface CourseMeasure {
  /** With its unit. */
  readonly label: string;
  ofInterval(interval: WashResult['intervals'][number]): Spread | null;
  /** Null where a beat has none. */
  ofBeat(beat: WashResult['twin']['beats'][number]): number | null;
}

/**
 * One measure over time: median and band over the intervals, broken where no cell has it, and a point for each beat of the twin.
 * @param time what is written below it: ticks, and a label where it is not empty; bare: nothing
 */
export function coursePanel(
  { wash, result }: StudyCourse,
  { label, ofInterval, ofBeat }: CourseMeasure,
  box: Box,
  time: Pick<Axis, 'label' | 'bare'>,
): Mark[] {
  const beats = result.twin.beats.flatMap((beat) => {
    const value = ofBeat(beat);
    return value === null ? [] : [{ atS: beat.atS, value }];
  });
  const runs = bandRuns(result, ofInterval);
  const range = rangeOf([beats.map(({ value }) => value), ...runs.flat().map(({ low, high }) => [low, high])]);
  const plot = axes(box, { range: { low: 0, high: wash.endS }, ...time }, { range, label });
  const at = (atS: number, value: number): [number, number] => [plot.toX(atS), plot.toY(value)];
  return [
    ...plot.marks,
    ...runs.flatMap((run): Mark[] => [
      {
        kind: 'path',
        d: areaPath(
          run.map(({ atS, low }) => at(atS, low)),
          run.map(({ atS, high }) => at(atS, high)),
        ),
        fill: 'accent',
        opacity: 0.18,
      },
      { kind: 'path', d: linePath(run.map(({ atS, median }) => at(atS, median))), stroke: 'accent', width: 2 },
    ]),
    { kind: 'path', d: beats.map(({ atS, value }) => dot(...at(atS, value))).join(''), fill: 'text' },
  ];
}

interface BandPoint extends Spread {
  readonly atS: number;
}

/** Stretches of intervals in which cells have the measure. */
function bandRuns({ intervals, intervalS }: WashResult, ofInterval: CourseMeasure['ofInterval']): BandPoint[][] {
  const runs: BandPoint[][] = [];
  let open: BandPoint[] | null = null;
  for (const interval of intervals) {
    const spread = ofInterval(interval);
    if (spread === null) {
      open = null;
      continue;
    }
    if (open === null) runs.push((open = []));
    open.push({ atS: interval.fromS + intervalS / 2, ...spread });
  }
  return runs;
}

/** A point, as a path. */
export function dot(x: number, y: number): string {
  return `M${px(x - 1.3)} ${px(y)}a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0`;
}
