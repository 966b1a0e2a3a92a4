import { cultureOf, cultureWords, notesBesideCulture } from '../../trace/culture.ts';
import { twinBathWords } from '../../twin/twin-bath.ts';
import { temperatureWords } from '../../twin/twin-temperature.ts';
import { list, section } from '../html-table.ts';
import type { ReportData } from '../report-data.ts';
import { escaped, figure } from '../text.ts';

/** Everything needed to make the twin again. */
export function provenanceSection(data: ReportData): string {
  const { twin, recording, session, truth } = data;
  const { provenance, clamp } = twin;
  const test = recording.membraneTest;
  const known = (value: number | undefined, unit: string, digits = 1): string =>
    value === undefined ? 'unknown' : `${figure(value, digits)} ${unit}`;
  const { conditions } = recording;
  const culture = cultureWords(cultureOf(session.notes));
  const entries: readonly (readonly [string, string])[] = [
    ['Session', `${session.fileName}, made ${data.localTime(session.createdAt)}`],
    ...(culture === '' ? [] : [['Culture', culture] as const]),
    [
      'Recording',
      `${recording.recordingId}: ${recording.currentPaPf.length} samples at ${recording.sampleRateHz} Hz, ` +
        `${recording.lostSamples} lost, CRC-32 ${provenance.recordingCrc32.toString(16).padStart(8, '0')}`,
    ],
    ['Device', recording.device],
    ['Protocol', `${recording.protocol.id} (${recording.protocol.source})`],
    ['Series resistance', known(conditions.seriesResistanceMohm, 'MΩ')],
    ['Compensation', known(conditions.compensationPercent, '%', 0)],
    ['Prediction', known(conditions.predictionPercent, '%', 0)],
    ['Membrane capacitance', known(conditions.membraneCapacitancePf, 'pF')],
    ['Membrane resistance', known(conditions.membraneResistanceMohm, 'MΩ', 0)],
    ...(test === null
      ? []
      : [['Membrane test', `${figure(test.holdingCurrentPa, 1)} pA holding current, ${figure(test.noisePa, 1)} pA noise`] as const]),
    ['Filter', known(conditions.filterHz, 'Hz', 0)],
    ['Temperature', temperatureWords(twin)],
    ['Ions outside', twinBathWords(twin)],
    ['Clamp taken as', clamp.mode === 'ideal' ? 'ideal' : 'through electrode and amplifier'],
    [
      'Twin',
      `${data.twinId}, method ${twin.method}, made ${data.localTime(twin.createdAt)}, seed ${provenance.seed}, prior SD ` +
        `${provenance.priorSd.toFixed(3)}, ${twin.fit.iterations} iterations`,
    ],
    ['Model', `${provenance.cellModel} (${provenance.model})`],
    ['Network', provenance.network === null ? 'none' : `${provenance.network}, weights sha256 ${provenance.networkSha256 ?? ''}`],
    ['Backend', provenance.backend ?? 'none'],
    ...(truth === null
      ? []
      : [
          [
            'True rig',
            `Rs ${figure(truth.seriesResistanceMohm, 1)} MΩ, Cm ${figure(truth.membraneCapacitancePf, 1)} pF, seal leak ` +
              `${figure(truth.sealLeakNs, 2)} nS (simulated)`,
          ] as const,
        ]),
    ['Program', `${provenance.program}; report written ${data.localTime(data.generatedAt)} by ${data.program}`],
  ];
  const rows = entries.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`);
  const remarks = [...new Set([...recording.remarks, ...notesBesideCulture(session.notes).split('\n')])].filter(
    (remark) => remark.trim() !== '',
  );
  return section(
    'provenance',
    'Conditions and provenance',
    `<dl class="provenance">${rows.join('')}</dl>`,
    `<h3>Recordings of the cell</h3>${list(data.cellRecordings.map(recordingWords))}`,
    remarks.length === 0 ? '' : `<h3>Remarks</h3>${list(remarks)}`,
  );
}

function recordingWords({ name, use, why }: ReportData['cellRecordings'][number]): string {
  return `${name}: ${use === 'fitted' ? 'fitted' : `left out. ${why ?? ''}`}`;
}
