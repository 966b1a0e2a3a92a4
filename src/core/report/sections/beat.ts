import { ensembleNote } from '../../twin/ensemble-note.ts';
import type { TwinBeat } from '../../twin/twin.ts';
import { BEAT_FEATURES } from '../../twin/beat-features.ts';
import { alignmentMs } from '../align-beats.ts';
import { htmlTable, paragraph, section } from '../html-table.ts';
import { timePlot, type PlotTrace } from '../plot.ts';
import type { ReportData } from '../report-data.ts';
import { rangeOf } from '../scale.ts';
import { figure, signedFigure } from '../text.ts';

export interface NamedBeat {
  readonly name: string;
  readonly ink: string;
  readonly beat: TwinBeat;
}

/** Shown before the aligned upstroke, ms. */
const BEFORE_MS = 150;
/** Drawn in any case, so that a resting cell looks at rest. */
const LEAST_RANGE_MV = [-80, 30];

/** Beats over each other, each at its upstroke: one beat close up, and the whole records. */
export function beatPlots(beats: readonly NamedBeat[], simulated: boolean): string {
  const trace = ({ name, ink, beat }: NamedBeat): PlotTrace => ({
    ink,
    label: name,
    startMs: -alignmentMs(beat, BEFORE_MS),
    dtMs: beat.dtMs,
    values: Float32Array.from(beat.voltageMv),
  });
  const traces = beats.map(trace);
  const y = rangeOf([...traces.map(({ values }) => values), LEAST_RANGE_MV]);
  const longestMs = Math.max(...beats.map(({ beat }) => beat.features.apd90Ms ?? 0), 300);
  const plot = (title: string, time: { low: number; high: number }, height: number): string =>
    timePlot({ title, unit: 'mV', traces, time, y, height, timeAxis: true, simulated });
  return [
    plot('One beat, aligned at the upstroke', { low: -BEFORE_MS, high: longestMs * 1.5 + 100 }, 260),
    plot('Membrane potential', { low: -BEFORE_MS, high: 5000 }, 170),
  ].join('');
}

/** Recorded and simulated features; differences are of the first against the second column. */
export function beatSection(data: ReportData): string {
  const { twin, recordedBeat, leakyBeat } = data;
  const recorded: NamedBeat[] = recordedBeat === null ? [] : [{ name: 'Recorded', ink: 'recorded', beat: recordedBeat.beat }];
  const own: NamedBeat = { name: 'Twin', ink: 'twin', beat: twin.beat };
  const leaky: NamedBeat[] =
    leakyBeat === null || recordedBeat === null ? [] : [{ name: 'Twin with the seal leak', ink: 'leaky', beat: leakyBeat }];
  const beats = [...recorded, own, ...leaky];
  const reference = recordedBeat?.beat ?? null;
  const compared = reference === null ? [] : [own, ...leaky];
  const difference = ({ beat }: NamedBeat, key: (typeof BEAT_FEATURES)[number]['key'], digits: number, relative: boolean): string => {
    const a = reference?.features[key] ?? null;
    const b = beat.features[key];
    if (a === null || b === null) return '–';
    const absolute = signedFigure(b - a, digits);
    return relative && a !== 0 ? `${absolute} (${signedFigure((100 * (b - a)) / a, 1)} %)` : absolute;
  };
  const table = htmlTable(
    ['', ...beats.map(({ name }) => name), ...compared.map(({ name }) => `${name} − recorded`)],
    [
      [
        'Outcome',
        ...beats.map(({ beat }) => beat.outcome),
        ...compared.map(({ beat }) => (beat.outcome === reference?.outcome ? 'same' : 'different')),
      ],
      ...BEAT_FEATURES.map(({ key, label, unit, digits, relative }) => [
        `${label}, ${unit}`,
        ...beats.map(({ beat }) => figure(beat.features[key], digits)),
        ...compared.map((beat) => difference(beat, key, digits, relative)),
      ]),
    ],
  );
  return section('beat', 'Action potential', beatPlots(beats, data.session.simulated), table, paragraph(sentence(data), 'caption'));
}

function sentence({ recordedBeat, leakyBeat, twin }: ReportData): string {
  if (recordedBeat === null)
    return 'The session holds no free running recording of this cell, so the twin has nothing to be compared with.';
  const note = twin.ensemble === null ? null : ensembleNote(twin.ensemble);
  const source =
    `Recording ${recordedBeat.recordingId} of the same cell, ` +
    (note === null ? 'which the twin was not made from. ' : `from which the twin used only whether it beats. ${note} `);
  const leak =
    leakyBeat === null
      ? ''
      : 'Some current always leaks past the seal of a pipette, and the recorded cell carries it. The twin is shown without leak, ' +
        'like an untouched cell, and with the leak inferred from the voltage clamp. ';
  const rest =
    twin.beat.outcome === 'quiescent' || twin.beat.outcome === 'depolarised' ? 'The MDP of a resting cell is its resting potential.' : '';
  return source + leak + rest;
}
