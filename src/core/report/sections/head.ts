import { informedCounts } from '../../twin/informed-counts.ts';
import { temperatureWords } from '../../twin/twin-temperature.ts';
import { list } from '../html-table.ts';
import type { ReportData } from '../report-data.ts';
import { escaped, figure } from '../text.ts';

/** The subject of the report, then the reasons not to trust the twin, then the figures. */
export function head(data: ReportData): string {
  const { session, recording, twin } = data;
  const when = `${recording.imported ? 'imported' : 'recorded'} ${data.localTime(recording.startedAt)}`;
  const about = [recording.protocol.name, when, recording.device, temperatureWords(twin)];
  return [
    '<header>',
    '<p class="kind">TwinClamp cell report</p>',
    `<h1>${escaped(session.cellName)}</h1>`,
    `<p class="sub">${escaped(about.filter((part) => part !== '').join(' · '))}</p>`,
    session.simulated
      ? '<p class="simulated"><strong>SIMULATED</strong> This cell lives in the simulated rig. No real cell was recorded.</p>'
      : '',
    '</header>',
    alarms(twin.alarms),
    tiles(data),
  ].join('');
}

function alarms(sentences: readonly string[]): string {
  if (sentences.length === 0) return '<p class="no-alarm">No alarm: no reason was found not to trust this twin.</p>';
  const title =
    sentences.length === 1 ? '1 alarm: a reason not to trust this twin' : `${sentences.length} alarms: reasons not to trust this twin`;
  return `<div class="alarms" role="alert"><h2><span aria-hidden="true">▲</span> ${title}</h2>${list(sentences)}</div>`;
}

function tiles({ twin }: ReportData): string {
  const { fit, beat } = twin;
  const counts = informedCounts(twin);
  const tile = (name: string, value: string, note: string): string =>
    `<div><dt>${escaped(name)}</dt><dd><b>${escaped(value)}</b><span>${escaped(note)}</span></dd></div>`;
  const informed =
    counts.nothing > 0
      ? tile('Informed by the recording', 'none', 'misfit: do not interpret the parameters')
      : tile(
          'Informed by the data',
          `${counts.data} of ${twin.parameters.length}`,
          `${counts.partly} partly, ${counts.prior} by the prior alone`,
        );
  return [
    '<dl class="tiles">',
    tile('Current NRMSE', `${figure(fit.nrmsePercent, 2)} %`, 'of the range of the recording'),
    tile('Residual / noise', `${figure(fit.residualRmsPaPf, 2)} / ${figure(fit.noisePaPf, 2)}`, 'pA/pF; equal is as good as it gets'),
    tile('χ² / observation', figure(fit.chi2PerSample, 2), '1 is as good as it gets'),
    ...(fit.residualCorrelation === null
      ? []
      : [
          tile(
            'Whiteness',
            figure(fit.residualCorrelation.lag1, 2),
            `correlation of neighbours in the residual; of noise at most ${figure(fit.residualCorrelation.chance, 2)}`,
          ),
        ]),
    tile(
      'Twin',
      beat.outcome,
      beat.features.cycleLengthMs === null
        ? `rests at ${figure(beat.features.mdpMv, 1)} mV`
        : `every ${figure(beat.features.cycleLengthMs, 0)} ms`,
    ),
    informed,
    '</dl>',
  ].join('');
}
