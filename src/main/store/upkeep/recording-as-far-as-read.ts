import type { RecordingDevice } from '../new-recording.ts';
import type { RecordingMetadata } from '../recording-table.ts';
import { recordingRows, parseColumn, protocolColumn } from '../recording-table.ts';
import { RATES_HZ } from '../recording-limits.ts';
import type { SessionReader } from '../session-reader.ts';
import { StorageError, guardedRead } from '../storage-error.ts';
import { storedValues } from '../stored-values.ts';

const unknownDevice = (simulated: boolean): RecordingDevice => ({ name: 'unknown', firmware: '', serial: '', port: '', simulated });

const REMARK =
  'What was stored about this recording was damaged: its protocol, device, conditions and status are as far as they could be read.';

/**
 * Everything about a recording that can still be read where its description is damaged: the samples have checksums of their
 * own and stay good.
 * @throws StorageError 'damaged' where not even its rate can be believed
 */
export function recordingAsFarAsRead(session: SessionReader, id: number): RecordingMetadata {
  const [row] = guardedRead('Reading a recording', session.path, () => recordingRows(session.connection, session.layout, id));
  const rate = row?.sample_rate_hz ?? NaN;
  if (row === undefined || !(rate >= RATES_HZ.lowest && rate <= RATES_HZ.highest))
    throw new StorageError('damaged', `Recording ${id}: its rate is damaged; without it its samples have no time. It cannot be repaired.`);
  const read = <T>(otherwise: T, work: () => T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const file = session.path;
  return {
    kind: row.kind === 'voltage-clamp' ? 'voltage-clamp' : 'spontaneous',
    protocolRequested: read(null, () => protocolColumn(row, 'protocol_requested', file)),
    protocolRealised: read(null, () => protocolColumn(row, 'protocol_realised', file)),
    device: read(unknownDevice(read(false, () => session.summary().simulated)), () =>
      parseColumn(row, 'device', storedValues.device, file),
    ),
    calibration: read(null, () => parseColumn(row, 'calibration', storedValues.anything, file)),
    acquisition: read(null, () => parseColumn(row, 'acquisition', storedValues.anything, file)),
    conditions: read({}, () => parseColumn(row, 'conditions', storedValues.conditions, file)),
    sampleRateHz: rate,
    expectedSamples: null,
    startedAt: typeof row.started_at === 'string' && !Number.isNaN(Date.parse(row.started_at)) ? row.started_at : new Date(0).toISOString(),
    remarks: [REMARK, ...read<readonly string[]>([], () => parseColumn(row, 'remarks', storedValues.remarks, file))],
    status: 'interrupted',
  };
}
