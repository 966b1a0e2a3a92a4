import { cellModel } from '../../cell/models.ts';
import { cellWarnings } from '../../drug/experiment-sweep.ts';
import { provenanceLine } from '../../drug/experiment-id.ts';
import { givenWords } from '../../drug/given-words.ts';
import type { Experiment } from '../../drug/experiment-schema.ts';
import type { PublishedBlock } from '../../drug/drug-schema.ts';
import type { Sensitivity } from '../../drug/sensitivity.ts';
import { figureNote } from '../../drug/sweep-condition.ts';
import { FEATURE_WORDS, type SweepFeature } from '../../drug/swept-cell.ts';
import { eventWords, stopWords } from '../../drug/wash-words.ts';
import { washWords } from '../../drug/wash.ts';
import type { WashFeature } from '../../drug/washed-cell.ts';
import { htmlTable, list, paragraph, section } from '../html-table.ts';
import { REPORT_STYLE } from '../style.ts';
import { escaped, figure as number } from '../text.ts';
import { currentFigure } from './current-figure.ts';
import { outcomeFigure } from './outcome-figure.ts';
import { potentialFigure } from './potential-figure.ts';
import { printSvg } from './print-svg.ts';
import { responseFigure } from './response-figure.ts';
import { cellWords, studyViews, type StudyCourse, type StudyView } from './study-view.ts';
import { washChargeFigure } from './wash-charge-figure.ts';
import { washFigure } from './wash-figure.ts';
import { washOutcomeFigure } from './wash-outcome-figure.ts';
import { channelFigure, tornadoFigure } from './tornado-figure.ts';

export interface StudyPageParts {
  /** ISO 8601. */
  readonly generatedAt: string;
  /** Sources, badges and doubts of the plan. */
  readonly notes: readonly string[];
  /** Line from which the experiment is made again. Default: that of the app's store. */
  readonly provenance?: string;
  /** Of the first cell in the first condition, where it was asked for. */
  readonly sensitivity?: Sensitivity | null;
}

const WIDTH = 960;
const HEIGHT = 380;
/** Measures of the table, in its order. */
const SHOWN: readonly SweepFeature[] = [
  'cycleLengthMs',
  'apd50Ms',
  'apd90Ms',
  'triangulationMs',
  'mdpMv',
  'peakMv',
  'dvdtMaxVs',
  'calciumAmplitudeNm',
  'calciumDecayMs',
];

/** The same of a time course. */
const COURSE_SHOWN: readonly WashFeature[] = ['cycleLengthMs', 'apd50Ms', 'apd90Ms', 'mdpMv', 'dvdtMaxVs', 'calciumAmplitudeNm'];

/** The report of a study as one self-contained HTML file: no script, no external font or picture. */
export function studyPage(
  experiment: Experiment,
  { generatedAt, notes, provenance = provenanceLine(experiment), sensitivity = null }: StudyPageParts,
): string {
  const { settings, id } = experiment;
  const title = settings.name === '' ? `${givenWords(settings)} on ${experiment.cells.map(({ name }) => name).join(', ')}` : settings.name;
  const views = studyViews(experiment);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${escaped(`${title}: TwinClamp drug study`)}</title><style>${REPORT_STYLE}</style></head>`,
    '<body><main>',
    head(experiment, title),
    section(
      'asked',
      'What was asked',
      askedTable(experiment),
      notes.length === 0 ? '' : list(notes.map((note) => note.replaceAll('_', ' '))),
    ),
    ...views.map((view, i) => (view.course === null ? viewSection(view, i) : courseSection(view, view.course, i))),
    sensitivity === null || views[0] === undefined ? '' : sensitivitySection(views[0], sensitivity),
    section('provenance', 'Provenance', paragraph(provenance), paragraph(`Made ${experiment.createdAt}; report ${generatedAt}.`)),
    '<footer>Predictions of models fitted to recordings, by static pore block: no trapping, no use dependence. ' +
      `Net charge is not the qNet of CiPA, and no risk class is shown on this cell. ` +
      `For research, not for diagnosis or treatment. ${escaped(id)}</footer>`,
    '</main></body></html>',
    '',
  ].join('\n');
}

function head({ cells, settings, id }: Experiment, title: string): string {
  const warnings = cells.flatMap((cell) =>
    cellWarnings(cell).map((warning) => (cells.length === 1 ? warning : `${cell.name}: ${warning}`)),
  );
  return [
    '<header><p class="kind">TwinClamp drug study</p>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="sub">${escaped(`${settings.entry.drug} (${settings.entry.sourceId.replaceAll('_', ' ')}), ${id}`)}</p></header>`,
    warnings.length === 0 ? '' : `<div class="alarms" role="alert"><h2>▲ Before you use these figures</h2>${list(warnings)}</div>`,
  ].join('');
}

function askedTable({ settings, cells }: Experiment): string {
  const blocks = [
    { entry: settings.entry, at: 'rising' },
    ...settings.beside.map(({ entry, concentrationNm }) => ({ entry, at: `${concentrationNm} nM` })),
  ];
  return [
    htmlTable(
      ['Drug', 'Source', 'Concentration', 'Free Cmax (nM)', 'IC50 (nM) and Hill of each channel'],
      blocks.map(({ entry, at }) => [
        entry.drug,
        entry.sourceId.replaceAll('_', ' '),
        at,
        number(entry.freeCmaxNm, 2),
        entry.channels.map(channelText).join(', '),
      ]),
      99,
    ),
    htmlTable(
      ['Cell', 'Kind', 'Model', 'Origin', 'Members'],
      cells.map(({ name, kind, cellModel: model, origin, members }) => [name, kind, cellModel(model).name, origin, String(members.length)]),
      99,
    ),
    htmlTable(
      ['Condition', 'Settling (s)', 'Record (s)'],
      settings.conditions.map((condition) => [figureNote(condition), String(condition.settleS), String(condition.seconds)]),
    ),
  ].join('');
}

/** Median and range; where it must be broken, between the two. */
function spreadWords(
  value: { readonly median: number; readonly low: number; readonly high: number } | null | undefined,
  digits: number,
): string {
  if (value == null) return '–';
  return `${number(value.median, digits)} (${number(value.low, digits)}\u00a0to\u00a0${number(value.high, digits)})`;
}

/** A table of spreads: outcomes are text, measures behind them are broken within their column. */
function spreadTable(header: readonly string[], rows: readonly (readonly string[])[], numericFrom: number): string {
  return `<div class="spreads">${htmlTable(header, rows, numericFrom)}</div>`;
}

/** Name and unit of a measure, without its definition, which the guide has. */
function measureHead(key: SweepFeature): string {
  return `${FEATURE_WORDS[key][0].replace(/ \(.*/, '')}, ${FEATURE_WORDS[key][1]}`;
}

function viewSection(view: StudyView, place: number): string {
  const title = `${view.cell.name}: ${figureNote(view.condition)}`;
  const shown = SHOWN.filter((key) => view.levels.some(({ features }) => features[key] != null));
  const figures = [
    potentialFigure(view, WIDTH, HEIGHT),
    responseFigure(view, 'apd90Ms', true, WIDTH, HEIGHT),
    outcomeFigure(view, WIDTH, HEIGHT),
    currentFigure(view, undefined, WIDTH, 520),
  ];
  const currents = Object.keys(view.levels[0]?.chargesPcPf ?? {});
  return section(
    `study-${place + 1}`,
    title,
    ...figures.map(printSvg),
    '<h3>Median and central 90 % of the cells that have the measure</h3>',
    spreadTable(
      ['Concentration (nM)', 'Outcome', ...shown.map((key) => measureHead(key))],
      view.levels.map(({ nM, outcomes, features }) => [
        String(nM),
        Object.entries(outcomes)
          .map(([word, share]) => `${Math.round(100 * share)} % ${word}`)
          .join('; '),
        ...shown.map((key) => spreadWords(features[key], FEATURE_WORDS[key][2])),
      ]),
      2,
    ),
    `<h3>Net charge of each current over a cycle, pC/pF, of ${cellWords(view)} itself</h3>`,
    htmlTable(
      ['Concentration (nM)', ...currents],
      view.levels.map(({ nM, twin }) => [String(nM), ...currents.map((name) => number(twin.chargesPcPf?.[name] ?? null, 3))]),
    ),
  );
}

/** Rows of the table of a time course: one for every so many intervals. */
const COURSE_ROWS = 24;

function courseSection(view: StudyView, course: StudyCourse, place: number): string {
  const { wash, result } = course;
  const step = Math.max(1, Math.ceil(result.intervals.length / COURSE_ROWS));
  const rows = result.intervals.filter((_, i) => i % step === 0);
  const currents = Object.keys(rows[0]?.chargesPcPf ?? {});
  const charges = washChargeFigure(view, course, WIDTH, 560);
  const events = result.twin.events;
  const words = cellWords(view).replace('the', 'The');
  return section(
    `study-${place + 1}`,
    `${view.cell.name}: ${figureNote(view.condition)}`,
    paragraph(`${view.drug}: ${washWords(wash)}.`),
    printSvg(washFigure(view, course, WIDTH, 560)),
    charges === null ? '' : printSvg(charges),
    printSvg(washOutcomeFigure(view, course, WIDTH, HEIGHT)),
    '<h3>What happens</h3>',
    list([
      ...(events.length === 0
        ? [`${words}: ${result.twin.outcomes[0] ?? ''} all the time.`]
        : events.map((event) => `${words}: ${eventWords(event)}.`)),
      stopWords(result),
    ]),
    '<h3>Median and central 90 % of the cells that have the measure</h3>',
    spreadTable(
      ['From (s)', 'In the bath (nM)', 'Outcome', ...COURSE_SHOWN.map((key) => measureHead(key))],
      rows.map(({ fromS, nM, outcomes, features }) => [
        String(fromS),
        String(Number(nM.toPrecision(3))),
        Object.entries(outcomes)
          .map(([word, share]) => `${Math.round(100 * share)} % ${word}`)
          .join('; '),
        ...COURSE_SHOWN.map((key) => spreadWords(features[key], FEATURE_WORDS[key][2])),
      ]),
      3,
    ),
    ...(currents.length === 0
      ? []
      : [
          '<h3>Net charge of each current over the last full cycle of an interval, pC/pF, median of the cells</h3>',
          htmlTable(
            ['From (s)', ...currents],
            rows.map(({ fromS, chargesPcPf }) => [
              String(fromS),
              ...currents.map((name) => number(chargesPcPf?.[name]?.median ?? null, 3)),
            ]),
          ),
        ]),
  );
}

/** IC50 in nM and Hill coefficient of a channel, its largest effect and what of both is not measured. */
function channelText({ channel, ic50Nm, hill, maxEffect = 1, extrapolated, hillGiven }: PublishedBlock): string {
  const most = maxEffect === 1 ? '' : ` up to ${Number((100 * maxEffect).toPrecision(3))} %`;
  const badges = `${extrapolated ? ' (extrapolated)' : ''}${hillGiven ? '' : ' (Hill assumed)'}`;
  return `${channel} ${Number(ic50Nm.toPrecision(4))} / ${Number(hill.toPrecision(3))}${most}${badges}`;
}

function sensitivitySection(view: StudyView, sensitivity: Sensitivity): string {
  const { reversedWithout } = sensitivity;
  const all = [...new Set(sensitivity.leftOut.flatMap(({ channels }) => channels))];
  const left = all.filter((channel) => reversedWithout?.channels.includes(channel) !== true);
  const words =
    reversedWithout === null
      ? 'No combination of its channels turns the sign of the change.'
      : `Without the block of ${left.join(' and ')} the change has the other sign.`;
  return section(
    'sensitivity',
    'What decides',
    printSvg(tornadoFigure(view, sensitivity, WIDTH, HEIGHT)),
    printSvg(channelFigure(view, sensitivity, WIDTH, HEIGHT)),
    paragraph(words),
  );
}
