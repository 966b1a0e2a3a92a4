import { DEFAULT_CELL } from '../../cell/models.ts';
import { parameterLabel } from '../../cell/parameter-label.ts';
import { fitFailed } from '../../twin/fit-failed.ts';
import type { InformedBy, TwinParameter } from '../../twin/twin.ts';
import { paragraph, section } from '../html-table.ts';
import type { ReportData } from '../report-data.ts';
import type { Range } from '../scale.ts';
import { escaped, figure, significant } from '../text.ts';

const BADGE: Readonly<Record<InformedBy, string>> = { data: '● data', partly: '◐ partly', prior: '○ prior', nothing: '✕ misfit' };
const BAR = { width: 150, height: 14 };

/** Range of the bars, times the baseline: of the method's population, or wider where living cells were allowed more. */
function barRange(priorSd: number): Range {
  return priorSd > 0.3 ? { low: 0, high: 3 } : { low: 0.3, high: 1.7 };
}

/** The 52 parameters by current, each with its interval drawn; the true value too where it is known. */
export function parameterSection({ twin, truth }: ReportData): string {
  const range = barRange(twin.provenance.priorSd);
  const order = new Map(DEFAULT_CELL.varied.map(({ id }, i) => [id, i]));
  const currents = [...new Set(twin.parameters.map(({ current }) => current))];
  const columns = ['Parameter', 'Value', 'Unit', 'Baseline', '×', '90 % of ×', '', ...(truth === null ? [] : ['True ×']), 'Informed by'];
  const row = (p: TwinParameter): string => {
    const real = truth?.multipliers[order.get(p.id) ?? -1] ?? null;
    const outside = real !== null && (real < p.interval90[0] || real > p.interval90[1]);
    return [
      `<tr class="${p.informedBy}"><th scope="row">${escaped(parameterLabel(p.id))}</th>`,
      `<td class="number">${significant(p.value)}</td><td>${escaped(p.unit)}</td><td class="number">${significant(p.baseline)}</td>`,
      `<td class="number">${figure(p.multiplier, 3)}</td><td class="number">${figure(p.interval90[0], 2)} … ` +
        `${figure(p.interval90[1], 2)}</td>`,
      `<td class="bar">${bar(p, real, range)}</td>`,
      truth === null ? '' : `<td class="number${outside ? ' outside' : ''}">${figure(real, 3)}${outside ? ' ↔' : ''}</td>`,
      `<td><span class="badge ${p.informedBy}">${BADGE[p.informedBy]}</span></td></tr>`,
    ].join('');
  };
  const groups = currents.map((current) => {
    const rows = twin.parameters.filter((p) => p.current === current).map(row);
    return (
      `<tbody><tr class="group"><th colspan="${columns.length}" ` + `scope="rowgroup">${escaped(current)}</th></tr>${rows.join('')}</tbody>`
    );
  });
  const headings = columns.map(
    (name) => `<th scope="col"${['Value', 'Baseline', '×', '90 % of ×', 'True ×'].includes(name) ? ' class="number"' : ''}>${name}</th>`,
  );
  return section(
    'parameters',
    `The ${twin.parameters.length} parameters`,
    `<table class="parameters"><thead><tr>${headings.join('')}</tr></thead>${groups.join('')}</table>`,
    paragraph(
      `× is value over baseline; the baseline is the published cell (Kernik 2019). Bars run from ${range.low} to ${range.high} ` +
        `times the baseline with a tick at 1. ` +
        ('Informed by: data, the recording sets it; partly, the recording narrows it; prior, the recording does not inform it, so ' +
          'do not interpret it') +
        (fitFailed(twin.fit) ? '; misfit, the residual exceeds the noise, so no parameter is called informed by the recording. ' : '. ') +
        (truth === null ? '' : ' The diamond and True × are the simulated cell; ↔ marks a true value outside the interval.'),
      'caption',
    ),
  );
}

function bar({ multiplier, interval90, informedBy }: TwinParameter, real: number | null, { low, high }: Range): string {
  const x = (value: number): number => Math.round(10 * Math.min(BAR.width, Math.max(0, (BAR.width * (value - low)) / (high - low)))) / 10;
  const middle = BAR.height / 2;
  const diamond = real === null ? '' : `<path class="true" d="M${x(real)} ${middle - 4.5}l4 4.5l-4 4.5l-4 -4.5z"/>`;
  return [
    `<svg viewBox="0 0 ${BAR.width} ${BAR.height}" width="${BAR.width}" height="${BAR.height}" aria-hidden="true">`,
    `<path class="axis" d="M0 ${middle}h${BAR.width}"/><path class="one" d="M${x(1)} 1v${BAR.height - 2}"/>`,
    `<path class="interval ${informedBy}" d="M${x(interval90[0])} ${middle}H${x(interval90[1])}"/>`,
    diamond,
    `<circle class="mean ${informedBy}" cx="${x(multiplier)}" cy="${middle}" r="3"/></svg>`,
  ].join('');
}
