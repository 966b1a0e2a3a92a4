import type { ExportedRecording } from '../../export/exported-recording.ts';
import type { Hdf5Step } from '../../hdf5/hdf5-step.ts';
import type { NwbWriter } from './nwb-writer.ts';
import { seriesNames } from './patch-clamp-series.ts';

const FOLDER = '/general/intracellular_ephys';

/** Which response goes with which stimulus and electrode; each recording is a simultaneous and a sequential one of its own. */
export function* intracellularTables(nwb: NwbWriter, recordings: readonly ExportedRecording[], electrode: string): Generator<Hdf5Step> {
  const rows = recordings.length;
  const table = `${FOLDER}/intracellular_recordings`;
  const stretch = (series: string | null, samples: number, otherwise: string) =>
    series === null ? { first: -1, samples: -1, series: otherwise } : { first: 0, samples, series };
  const responses = recordings.map((recording) => {
    const { acquired } = seriesNames(recording);
    return stretch(acquired, recording.samples, acquired);
  });
  const stimuli = recordings.map((recording) => {
    const { acquired, played } = seriesNames(recording);
    return stretch(played, recording.samples, acquired);
  });
  const numbers = { integers: recordings.map(({ recordingId }) => recordingId) };
  const own = { name: 'recording', description: 'Number of the recording in its session.', content: numbers };
  yield* nwb.table(table, 'Recordings of the session.', rows, [own], 'IntracellularRecordingsTable', 'core', {
    categories: ['electrodes', 'stimuli', 'responses'],
  });
  yield* nwb.table(
    `${table}/electrodes`,
    'Electrode of each recording.',
    rows,
    [{ name: 'electrode', description: 'The electrode.', content: { references: recordings.map(() => electrode) } }],
    'IntracellularElectrodesTable',
    'core',
  );
  for (const [name, column, content] of [
    ['stimuli', 'stimulus', stimuli],
    ['responses', 'response', responses],
  ] as const) {
    yield* nwb.table(
      `${table}/${name}`,
      name === 'stimuli' ? 'What was played; a length of -1 where nothing was.' : 'What was recorded.',
      rows,
      [
        {
          name: column,
          description: `The ${column}.`,
          content: { stretches: content },
          type: 'TimeSeriesReferenceVectorData',
          namespace: 'core',
        },
      ],
      name === 'stimuli' ? 'IntracellularStimuliTable' : 'IntracellularResponsesTable',
      'core',
    );
  }
  yield* regions(nwb, 'simultaneous_recordings', 'SimultaneousRecordingsTable', 'recordings', table, rows);
  const types = recordings.map(({ protocol }) => protocol?.id ?? 'none');
  yield* regions(
    nwb,
    'sequential_recordings',
    'SequentialRecordingsTable',
    'simultaneous_recordings',
    `${FOLDER}/simultaneous_recordings`,
    rows,
    types,
  );
}

/** A table that groups the rows of another, one to one. */
function* regions(
  nwb: NwbWriter,
  name: string,
  type: string,
  column: string,
  target: string,
  rows: number,
  stimulusTypes?: readonly string[],
): Generator<Hdf5Step> {
  const path = `${FOLDER}/${name}`;
  yield* nwb.table(
    path,
    `Each of the ${column.replace('_', ' ')} by itself.`,
    rows,
    [
      {
        name: column,
        description: `Rows of ${target}.`,
        content: { integers: Array.from({ length: rows }, (_, i) => i) },
        type: 'DynamicTableRegion',
        attributes: { table: { reference: target } },
      },
      {
        name: `${column}_index`,
        description: `Ends of the groups of ${column}.`,
        content: { counts: Array.from({ length: rows }, (_, i) => i + 1) },
        type: 'VectorIndex',
        attributes: { target: { reference: `${path}/${column}` } },
        hidden: true,
      },
      ...(stimulusTypes === undefined ? [] : [{ name: 'stimulus_type', description: 'Protocol that was played.', content: stimulusTypes }]),
    ],
    type,
    'core',
  );
}
