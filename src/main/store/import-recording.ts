import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import type { CsvRecording } from '../../core/formats/recording-csv.ts';
import type { RecordingKind } from './new-recording.ts';
import type { SessionFile } from './session-file.ts';

export interface ImportedRecording {
  readonly kind: RecordingKind;
  readonly csv: CsvRecording;
  readonly protocol: Protocol | null;
  readonly conditions: RecordingConditions;
  /** Capacitance that turns the file's pA/pF into the pA that a session stores, pF. */
  readonly capacitancePf: number;
  readonly fileName: string;
  readonly remarks: readonly string[];
}

/** Stores an imported recording in chunks of 100 ms, as a recorded one, and answers its id. */
export function storeImported(session: SessionFile, imported: ImportedRecording): number {
  const { csv } = imported;
  const recordingId = session.beginRecording({
    kind: imported.kind,
    protocolRequested: imported.protocol,
    protocolRealised: imported.protocol,
    device: { name: `imported from ${imported.fileName}`, firmware: '', serial: '', port: '', simulated: csv.marks?.simulated === true },
    calibration: null,
    acquisition: null,
    conditions: imported.conditions,
    sampleRateHz: csv.sampleRateHz,
    startedAt: new Date().toISOString(),
    remarks: imported.remarks,
  });
  const currentPa = csv.currentPaPf.map((density) => density * imported.capacitancePf);
  const step = Math.max(1, Math.round(csv.sampleRateHz / 10));
  for (let k = 0; k < csv.voltageMv.length; k += step) {
    session.appendChunk(recordingId, k, csv.voltageMv.slice(k, k + step), currentPa.slice(k, k + step));
  }
  session.endRecording(recordingId, 'complete');
  return recordingId;
}
