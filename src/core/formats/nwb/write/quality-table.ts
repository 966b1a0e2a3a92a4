import type { ExportedRecording } from '../../export/exported-recording.ts';
import type { Hdf5Step } from '../../hdf5/hdf5-step.ts';
import { QUALITY_CONDITIONS, QUALITY_KEYS, QUALITY_TABLE } from '../quality-columns.ts';
import type { NwbColumn, NwbWriter } from './nwb-writer.ts';

/** How good each recording is: what the membrane test gave, what was lost, checksum and origin. NaN: nobody stated it. */
export function* qualityTable(nwb: NwbWriter, recordings: readonly ExportedRecording[]): Generator<Hdf5Step> {
  const columns: NwbColumn[] = [
    {
      name: QUALITY_KEYS.recording,
      description: 'Number of the recording.',
      content: { integers: recordings.map(({ recordingId }) => recordingId) },
    },
    { name: QUALITY_KEYS.startedAt, description: 'When it began, UTC.', content: recordings.map(({ startedAt }) => startedAt) },
    { name: 'status', description: 'How it ended.', content: recordings.map(({ status }) => status) },
    {
      name: QUALITY_KEYS.origin,
      description: 'recorded, or SIMULATED.',
      content: recordings.map(({ simulated }) => (simulated ? 'SIMULATED' : 'recorded')),
    },
    { name: QUALITY_KEYS.hash, description: 'Checksum of the samples.', content: recordings.map(({ hash }) => hash) },
    {
      name: 'lost_samples',
      description: 'Samples that were lost; NaN in the series.',
      content: { integers: recordings.map(({ lost }) => lost) },
    },
    ...QUALITY_CONDITIONS.flatMap(([key, name, description]) => {
      const floats = recordings.map(({ conditions }) => {
        const value = conditions[key];
        return typeof value === 'number' ? value : NaN;
      });
      return floats.every(Number.isNaN) ? [] : [{ name, description, content: { floats } }];
    }),
  ];
  yield* nwb.table(QUALITY_TABLE, 'Quality of the recordings, one row each.', recordings.length, columns);
}
