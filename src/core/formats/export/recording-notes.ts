import { oneLine } from '../../text/one-line.ts';
import { cultureOf, type Culture } from '../../trace/culture.ts';
import { SIMULATED_NOTE } from '../../twin/twin-origin.ts';
import type { ExportedRecording } from './exported-recording.ts';
import { MODEL_LICENCE } from './model/model-notes.ts';
import { provenanceOf } from './provenance.ts';

const CULTURE_KEYS: Readonly<Record<keyof Culture, string>> = { line: 'cell_line', passage: 'passage', day: 'day_of_differentiation' };

/** Where a recording comes from, as [key, value], for formats that have lines above the samples. */
export function recordingNotes(recording: ExportedRecording): readonly (readonly [key: string, value: string])[] {
  const { session, device, conditions, protocol, simulated, twins } = recording;
  const { freeBeat: _, bySteps, ...plain } = conditions;
  const instrument = [device.name, device.firmware, device.serial].filter((part) => part !== '').join(' ');
  const facts: (readonly [string, string])[] = [
    ['origin', simulated ? SIMULATED_NOTE : 'recorded'],
    ['cell', session.cellName],
    ...cultureFacts(cultureOf(session.notes)),
    ['session', session.id],
    ['recording', String(recording.recordingId)],
    ['recording_hash', recording.hash],
    ['started_at', recording.startedAt],
    ['status', recording.status],
    ['device', instrument === '' ? 'unknown' : instrument],
    ['protocol', protocol === null ? 'none' : `${protocol.id} (${protocol.source})`],
    ['sample_rate_Hz', String(recording.sampleRateHz)],
    ...Object.entries(plain).map(([key, value]) => [key, String(value)] as const),
    ...Object.entries(bySteps ?? {}).map(([key, value]) => [`${key}_by_steps`, String(value)] as const),
    ...recording.remarks.map((remark, i) => [`remark_${i + 1}`, remark] as const),
    ...twins.flatMap(({ twinId, twin }) => provenanceOf(twin).map(({ key, value }) => [`twin_${twinId}_${key}`, value] as const)),
    ...(twins.length === 0 ? [] : [['licence_of_twins', MODEL_LICENCE] as const]),
  ];
  return facts.map(([key, value]) => [key, oneLine(value)]);
}

function cultureFacts(culture: Culture): (readonly [string, string])[] {
  return (Object.keys(CULTURE_KEYS) as (keyof Culture)[]).flatMap((field) => {
    const value = culture[field];
    return value === null ? [] : [[CULTURE_KEYS[field], String(value)] as const];
  });
}
