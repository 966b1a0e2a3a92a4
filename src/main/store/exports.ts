import { recordingCsvLines } from '../../core/formats/recording-csv.ts';
import { twinToCsv } from '../../core/formats/twin-csv.ts';
import { twinToJson } from '../../core/formats/twin-json.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionFile } from './session-file.ts';
import { StorageError } from './storage-error.ts';
import { writeFileWhole } from './write-file.ts';

/**
 * Writes a recording as CSV: Time (s), Voltage (V), Current (pA/pF), and what is marked beside them (see recordingCsvLines).
 * @throws StorageError when the capacitance is unknown (unless the current is zero throughout, as without clamp) or samples were lost
 */
export function exportRecordingCsv(session: SessionFile, recordingId: number, path: string): void {
  const { sampleRateHz, conditions, device } = session.recordingMeta(recordingId);
  const { voltageMv, currentPa } = session.readSamples(recordingId);
  if (voltageMv.some((millivolt) => Number.isNaN(millivolt))) {
    throw new StorageError('refused', `Recording ${recordingId} lost samples; the CSV columns have no place for gaps. Record again.`);
  }
  const capacitancePf = conditions.membraneCapacitancePf;
  if (capacitancePf === undefined && currentPa.some((picoampere) => picoampere !== 0)) {
    throw new StorageError('refused', `Recording ${recordingId} has no membrane capacitance; its current cannot be given in pA/pF. Run the membrane test before recording.`);
  }
  const currentPaPf = currentPa.map((picoampere) => picoampere / (capacitancePf ?? 1));
  const { temperatureC } = conditions;
  const marks = { simulated: device.simulated, ...(temperatureC === undefined ? {} : { temperatureC }) };
  writeFileWhole(path, recordingCsvLines({ sampleRateHz, voltageMv, currentPaPf, marks }));
}

export function exportTwin(twin: Twin, format: 'json' | 'csv', path: string): void {
  writeFileWhole(path, [format === 'json' ? twinToJson(twin) : twinToCsv(twin)]);
}
