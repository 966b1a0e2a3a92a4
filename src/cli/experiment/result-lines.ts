import { givenWithSources } from '../../core/drug/given-words.ts';
import { figureNote, type SweepCondition } from '../../core/drug/sweep-condition.ts';
import { eventWords, stopWords } from '../../core/drug/wash-words.ts';
import { washWords } from '../../core/drug/wash.ts';
import type { Spread } from '../../core/twin/ensemble.ts';
import type { Experiment, ExperimentResult, SweepLevel } from '../../core/drug/experiment-schema.ts';
import { cellWarnings } from '../../core/drug/experiment-sweep.ts';
import { shown, table } from '../table.ts';

/** A level without its traces. */
export function levelJson(level: SweepLevel): Omit<SweepLevel, 'beat' | 'currents' | 'band'> {
  const { beat: _, currents: __, band: ___, ...rest } = level;
  return rest;
}

/** Table of one cell in one condition, below what must stand beside it. */
export function resultLines({ cells, settings }: Experiment, { cell, condition, levels, wash }: ExperimentResult): string[] {
  const [asked, at] = [cells[cell], settings.conditions[condition]];
  return [
    ...(asked === undefined ? [] : [asked.name, ...cellWarnings(asked)]),
    ...(at === undefined ? [] : [givenWithSources(settings), recordWords(settings, at)]),
    ...(wash === undefined ? levelLines(levels) : courseLines(wash)),
  ];
}

function recordWords({ wash }: Experiment['settings'], condition: SweepCondition): string {
  const { settleS, seconds } = condition;
  return wash === undefined
    ? `${figureNote(condition)}; ${settleS} s at each concentration, then ${seconds} s of record.`
    : `${figureNote(condition)}; ${settleS} s without the drug, then ${washWords(wash)}; ${seconds} s of record.`;
}

/** Every so many seconds of a wash-in, and what happens. */
const COURSE_ROWS = 24;

function courseLines(wash: NonNullable<ExperimentResult['wash']>): string[] {
  const { intervals, twin } = wash;
  const step = Math.max(1, Math.ceil(intervals.length / COURSE_ROWS));
  return [
    ...table(
      ['From (s)', 'In the bath (nM)', 'Outcomes', 'Cycle (ms)', 'APD90 (ms)', 'MDP (mV)'],
      intervals
        .filter((_, i) => i % step === 0)
        .map(({ fromS, nM, outcomes, features }) => [
          String(fromS),
          String(Number(nM.toPrecision(3))),
          outcomeWords(outcomes),
          range(features['cycleLengthMs'], 0),
          range(features['apd90Ms'], 0),
          range(features['mdpMv'], 1),
        ]),
    ),
    ...(twin.events.length === 0
      ? [`The twin itself: ${twin.outcomes[0] ?? ''} all the time.`]
      : twin.events.map((event) => `The twin itself: ${eventWords(event)}.`)),
    stopWords(wash),
  ];
}

function range(spread: Spread | null | undefined, digits: number): string {
  return spread == null ? '-' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
}

function outcomeWords(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes)
    .map(([outcome, share]) => `${Math.round(100 * share)} % ${outcome}`)
    .join('; ');
}

function levelLines(levels: readonly SweepLevel[]): string[] {
  return table(
    ['nM', 'Outcomes', 'Cycle (ms)', 'APD90 (ms)', 'Change of APD90 (ms)', 'MDP (mV)', 'Ca (nM)', 'Twin / drug share'],
    levels.map(({ nM, outcomes, features, changes, apd90Shares }) => [
      String(nM),
      outcomeWords(outcomes),
      range(features['cycleLengthMs'], 0),
      range(features['apd90Ms'], 0),
      range(changes['apd90Ms'], 0),
      range(features['mdpMv'], 1),
      range(features['calciumAmplitudeNm'], 0),
      apd90Shares === null ? '-' : `${shown(apd90Shares.twin, 2)} / ${shown(apd90Shares.drug, 2)}`,
    ]),
  );
}
