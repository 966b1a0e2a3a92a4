import { recordingCsvHead, recordingCsvLine } from '../../core/formats/recording-csv.ts';
import { twinToCsv } from '../../core/formats/twin-csv.ts';
import { twinToJson } from '../../core/formats/twin-json.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionReader } from './session-reader.ts';
import { runSteps, type Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';
import { WholeFile } from './whole-file.ts';
import { writeFileWhole } from './write-file.ts';

/** Lines written in one step: some milliseconds. */
const LINES_A_STEP = 5_000;

/**
 * Writes a recording as CSV: Time (s), Voltage (V), Current (pA/pF), and what is marked beside them. Answers its samples.
 * @throws StorageError when the capacitance is unknown (unless the current is zero throughout, as without clamp) or samples were lost
 */
export function exportRecordingCsv(session: SessionReader, recordingId: number, path: string): number {
  return runSteps(exportRecordingSteps(session, recordingId, path));
}

/** The same in steps, in memory for one chunk. */
export function* exportRecordingSteps(session: SessionReader, recordingId: number, path: string): Steps<number> {
  const { sampleRateHz, conditions, device } = session.recordingMeta(recordingId);
  const { state } = session.openRecording(recordingId);
  if (state.lost > 0) throw new StorageError('refused', `Recording ${recordingId} lost ${state.lost} samples; the CSV columns have no place for gaps. Record again.`);
  const capacitancePf = conditions.membraneCapacitancePf;
  const file = new WholeFile(path);
  let whole = false;
  try {
    const { temperatureC } = conditions;
    const { header, rest } = recordingCsvHead({ simulated: device.simulated, ...(temperatureC === undefined ? {} : { temperatureC }) });
    file.write(header);
    for (const { firstSample, samples } of session.samplePieces(recordingId)) {
      const { voltageMv, currentPa } = samples;
      if (capacitancePf === undefined && currentPa.some((picoampere) => picoampere !== 0)) {
        throw new StorageError('refused', `Recording ${recordingId} has no membrane capacitance; its current cannot be given in pA/pF. Run the membrane test before recording.`);
      }
      for (let k = 0; k < voltageMv.length; k++) {
        file.write(recordingCsvLine(firstSample + k, sampleRateHz, voltageMv[k] as number, Math.fround((currentPa[k] as number) / (capacitancePf ?? 1)), rest));
        if (k % LINES_A_STEP === LINES_A_STEP - 1) yield (firstSample + k) / state.span;
      }
      yield (firstSample + voltageMv.length) / state.span;
    }
    file.commit();
    whole = true;
    return state.span;
  } finally {
    // Also when whoever runs the steps ends them.
    if (!whole) file.discard();
  }
}

export function exportTwin(twin: Twin, format: 'json' | 'csv', path: string): void {
  writeFileWhole(path, [format === 'json' ? twinToJson(twin) : twinToCsv(twin)]);
}
