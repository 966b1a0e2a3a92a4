import { readFileSync } from 'node:fs';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { parameterLabel } from '../../core/cell/parameter-label.ts';
import { currentInformation } from '../../core/designer/current-information.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import { clampInWords, type ScoreSettings } from '../../core/designer/score-settings.ts';
import { FINE, SensitivityEngine } from '../../core/designer/sensitivity-engine.ts';
import { protocolDurationMs, sampleCommand, type Protocol } from '../../core/protocol/protocol.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelPath } from '../../inference/index.ts';
import { RESOURCES_DIR } from '../paths.ts';
import { list, paragraph, section } from '../../core/report/html-table.ts';
import { timePlot } from '../../core/report/plot.ts';
import { robustRange } from '../../core/report/scale.ts';
import { REPORT_STYLE } from '../../core/report/style.ts';
import { escaped, figure } from '../../core/report/text.ts';

/** Rate at which pictures are drawn, Hz. */
const PICTURE_RATE = 10_000;
/** Logarithm of the information rate below which nothing is drawn. */
const FLOOR = -3;

/** Score of a protocol as one self-contained HTML file. Pictures are of the published cell. */
export async function scorePage(protocol: Protocol, settings: ScoreSettings, score: ProtocolScore, cells: string): Promise<string> {
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
  const engine = new SensitivityEngine(kernel, settings, FINE);
  const response = engine.respond(protocol, engine.hold(new Float64Array(DEFAULT_CELL.varied.length).fill(1), protocol.holdingMv));
  const { currentPaPf, byCurrent } = currentInformation(response, protocol, settings, PICTURE_RATE, engine.model);
  const time = { low: 0, high: protocolDurationMs(protocol) };
  const dtMs = 1000 / PICTURE_RATE;
  const trace = (ink: string, label: string, values: Float32Array) => ({ ink, label, startMs: 0, dtMs, values });
  const names = Object.keys(byCurrent);
  const logs = names.map((name) => byCurrent[name]?.map((rate) => Math.max(FLOOR, Math.log10(rate + 1e-12))) ?? new Float32Array());
  const high = Math.max(1, Math.ceil(Math.max(...logs.map((values) => values.reduce((a, b) => Math.max(a, b), FLOOR)))));
  const pictures = [
    timePlot({
      title: 'Command',
      unit: 'mV',
      traces: [trace('command', 'Command', sampleCommand(protocol, PICTURE_RATE))],
      time,
      height: 120,
      timeAxis: false,
    }),
    timePlot({
      title: 'Current',
      unit: 'pA/pF',
      traces: [trace('twin', 'Current', currentPaPf)],
      time,
      y: robustRange(currentPaPf, 0.002),
      height: 200,
      timeAxis: false,
    }),
    ...names.map((name, i) =>
      timePlot({
        title: `Sensitivity to ${name}`,
        unit: 'log10 information per ms',
        traces: [trace('residual', name, logs[i] ?? new Float32Array())],
        time,
        y: { low: FLOOR, high },
        height: i === names.length - 1 ? 104 : 78,
        timeAxis: i === names.length - 1,
      }),
    ),
  ];
  const segments = `${protocol.segments.length} segments`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${escaped(`${protocol.name}: protocol score`)}</title><style>${REPORT_STYLE}</style></head>`,
    '<body><main>',
    `<header><p class="kind">Score of a voltage-clamp protocol</p><h1>${escaped(protocol.name)}</h1>` +
      `<p class="sub">${escaped([protocol.id, `${figure(time.high / 1000, 3)} s`, segments, protocol.source].join(' · '))}</p></header>`,
    `<dl class="tiles">${tiles(settings, score, cells)}</dl>`,
    section(
      'pictures',
      'Protocol, current and what they inform',
      ...pictures,
      paragraph(
        'Of the published cell. Sensitivity: sum over the parameters of a current of (change of the current by one prior SD / ' +
          'noise) squared, per ms. What a part of the protocol adds depends on the other parts too; the bars below count that.',
        'caption',
      ),
    ),
    section('parameters', 'Share of each parameter that one recording can explain', bars(score)),
    section(
      'not-identifiable',
      'What is not identifiable',
      score.notIdentifiable.length === 0 ? paragraph('Nothing.') : list(score.notIdentifiable),
    ),
    '<footer>Bounds from the Fisher information with the prior; no inference does better on average, a good one comes close.</footer>',
    '</main></body></html>',
    '',
  ].join('\n');
}

function tiles(settings: ScoreSettings, score: ProtocolScore, cells: string): string {
  const clamp = clampInWords(settings);
  const entries: readonly (readonly [string, string, string])[] = [
    ['Mean R² bound', figure(score.r2Mean, 3), cells],
    ['Above 0.9', `${score.wellInformed} of ${DEFAULT_CELL.varied.length}`, 'parameters'],
    ['Information', `${figure(score.logDet, 0)} nats`, 'log-determinant over the prior’s'],
    ['Clamp', clamp, settings.nuisance ? 'rig marginalised' : 'rig known'],
    ['Noise', `${settings.noisePaPf} pA/pF`, `${settings.blankMs} ms left out after jumps`],
  ];
  return entries
    .map(([name, value, note]) => `<div><dt>${escaped(name)}</dt><dd><b>${escaped(value)}</b><span>${escaped(note)}</span></dd></div>`)
    .join('');
}

const ROW = 19;
const NAME_WIDTH = 150;
const BAR_WIDTH = 250;
const COLUMN = 480;

/** Bars in two columns, by current in the order of the parameter table. */
function bars(score: ProtocolScore): string {
  const half = Math.ceil(DEFAULT_CELL.varied.length / 2);
  const rows = DEFAULT_CELL.varied.map(({ id }, i) => {
    const r2 = score.r2[id] ?? 0;
    const x = i < half ? 0 : COLUMN;
    const y = (i % half) * ROW;
    const width = Math.round(10 * BAR_WIDTH * Math.max(0, r2)) / 10;
    const grade = r2 > 0.9 ? '' : r2 > 0.5 ? ' partly' : ' prior';
    return [
      `<text class="tick" x="${x + NAME_WIDTH - 8}" y="${y + 13}" text-anchor="end">${escaped(parameterLabel(id))}</text>`,
      `<path class="axis" d="M${x + NAME_WIDTH} ${y + 9}h${BAR_WIDTH}"/>`,
      `<path class="interval${grade}" style="stroke-width:9" d="M${x + NAME_WIDTH} ${y + 9}h${width}"/>`,
      `<text class="tick" x="${x + NAME_WIDTH + BAR_WIDTH + 8}" y="${y + 13}">${figure(r2, 3)}</text>`,
    ].join('');
  });
  return `<svg viewBox="0 0 960 ${half * ROW}" role="img" aria-label="R² bound of every parameter">${rows.join('')}</svg>`;
}
