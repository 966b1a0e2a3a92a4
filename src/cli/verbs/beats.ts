import { basename } from 'node:path';
import { beatSeries, SERIES_FEATURES, type BeatSeries, type SeriesBeat, type SeriesFeature } from '../../core/beat/beat-series.ts';
import { findStimuli } from '../../core/beat/find-stimuli.ts';
import { POTENTIAL_UNITS } from '../../core/beat/potential-unit.ts';
import { stimulusWords } from '../../core/trace/correction.ts';
import { writeFileWhole } from '../../node/files/index.ts';
import { readPotential } from '../potential-input.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

/** What the words of the answer mean; part of every answer. */
export const BEAT_DEFINITIONS =
  'An action potential has at least 40 mV and 1.5 V/s (means over the beats). APD runs from the instant of dV/dt max to ' +
  '30, 50, 80 or 90 % of repolarisation from peak to MDP; dV/dt max is the steepest slope over 0.2 ms, or as long as ' +
  'samples and noise require.';

const LABELS: Readonly<Record<SeriesFeature, readonly [label: string, digits: number]>> = {
  cycleLengthMs: ['Cycle length (ms)', 1],
  apd30Ms: ['APD30 (ms)', 1],
  apd50Ms: ['APD50 (ms)', 1],
  apd80Ms: ['APD80 (ms)', 1],
  apd90Ms: ['APD90 (ms)', 1],
  triangulationMs: ['APD90 - APD30 (ms)', 1],
  mdpMv: ['MDP (mV)', 2],
  peakMv: ['Peak (mV)', 2],
  amplitudeMv: ['Amplitude (mV)', 2],
  dvdtMaxVs: ['dV/dt max (V/s)', 2],
  diastolicSlopeMvS: ['Diastolic slope (mV/s)', 1],
};

export const beats: Verb = {
  words: ['beats'],
  summary: 'Measure the action potentials of a recorded or simulated potential, beat by beat.',
  operands: [{ value: 'FILE', help: 'a table of text (CSV, TSV) or bare floats (.f32, .f64).' }],
  options: {
    column: { value: 'NAME', help: 'Title of the column with the potential. Default: the only one.' },
    unit: { value: POTENTIAL_UNITS.join('|'), help: 'Unit of the values. Default: as the file states, else mV.' },
    'sample-rate-hz': { value: 'N', help: 'Rate of a file without a time column, Hz.' },
    out: { value: 'FILE.csv', help: 'One row a beat.' },
  },
  run(args) {
    const file = args.operand(0);
    const input = readPotential(file, {
      column: args.text('column'),
      unit: args.choice('unit', POTENTIAL_UNITS),
      sampleRateHz: args.number('sample-rate-hz', { min: 50, max: 1_000_000 }),
    });
    const series = beatSeries(input.voltageMv, 1000 / input.sampleRateHz);
    const stimuli = findStimuli(input.voltageMv, 1000 / input.sampleRateHz);
    const out = args.text('out');
    if (out !== undefined) writeFileWhole(out, [Buffer.from(beatsCsv(series.beats))]);
    const { sampleRateHz, unit, column, notes } = input;
    return Promise.resolve({
      json: { file: basename(file), column, unit, sampleRateHz, ...series, stimuli, definitions: BEAT_DEFINITIONS, notes },
      lines: [
        ...seriesLines(series),
        ...(stimuli === null
          ? []
          : [`Stimuli every ${stimulusWords(stimuli.periodMs)} were found, before ${stimuli.beats} beats: its rhythm is not its own.`]),
        BEAT_DEFINITIONS,
        ...notes,
      ],
    });
  },
};

function seriesLines({ outcome, features, statistics, findings, beats: each, artefactSamples }: BeatSeries): string[] {
  const rows = SERIES_FEATURES.map((key) => {
    const [label, digits] = LABELS[key];
    return [label, shown(statistics[key]?.mean, digits), shown(statistics[key]?.sd, digits)];
  });
  return [
    `${outcome}: ${features.beats} beats, ${each.length} measured`,
    ...(findings.length > 0 ? [`With ${findings.join(', ')}.`] : []),
    ...(artefactSamples > 0 ? [`${artefactSamples} samples are artefacts and were bridged.`] : []),
    ...(each.length > 0 ? table(['', 'Mean', 'SD'], rows) : [`Potential (mV): ${shown(features.mdpMv, 1)}`]),
  ];
}

/** One row a beat, units in the titles; empty where a beat has no such value. */
function beatsCsv(each: readonly SeriesBeat[]): string {
  const header = ['Upstroke (ms)', ...SERIES_FEATURES.map((key) => LABELS[key][0]), 'EAD', 'DAD'];
  const rows = each.map((beat) => [
    beat.upstrokeMs.toFixed(3),
    ...SERIES_FEATURES.map((key) => (beat[key] === null ? '' : Number(beat[key].toPrecision(7)).toString())),
    beat.ead ? '1' : '0',
    beat.dad ? '1' : '0',
  ]);
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
