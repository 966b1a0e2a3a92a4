import type { RecordingConditions } from '../../../trace/recording.ts';
import type { ExportedRecording } from '../../export/exported-recording.ts';
import type { Hdf5Step } from '../../hdf5/hdf5-step.ts';
import type { NwbColumn, NwbWriter } from './nwb-writer.ts';

const CONDITIONS: readonly (readonly [keyof RecordingConditions, string, string])[] = [
  ['temperatureC', 'temperature_degC', 'Bath temperature as stated, degC.'],
  ['membraneCapacitancePf', 'capacitance_pF', 'Membrane capacitance by membrane test, pF.'],
  ['seriesResistanceMohm', 'series_resistance_MOhm', 'Series resistance by membrane test, MOhm.'],
  ['membraneResistanceMohm', 'membrane_resistance_MOhm', 'Membrane resistance by membrane test, MOhm.'],
  ['compensationPercent', 'compensation_percent', 'Series resistance compensation, %.'],
  ['predictionPercent', 'prediction_percent', 'Prediction, %.'],
  ['junctionPotentialMv', 'junction_potential_mV', 'Liquid junction potential already corrected, mV.'],
  ['bathPotassiumMm', 'potassium_outside_mM', 'Potassium outside the cell as stated, mM.'],
  ['bathCalciumMm', 'calcium_outside_mM', 'Calcium outside the cell as stated, mM.'],
  ['bathSodiumMm', 'sodium_outside_mM', 'Sodium outside the cell as stated, mM.'],
];

/** How good each recording is: what the membrane test gave, what was lost, checksum and origin. NaN: nobody stated it. */
export function* qualityTable(nwb: NwbWriter, recordings: readonly ExportedRecording[]): Generator<Hdf5Step> {
  const columns: NwbColumn[] = [
    { name: 'recording', description: 'Number of the recording.', content: { integers: recordings.map(({ recordingId }) => recordingId) } },
    { name: 'status', description: 'How it ended.', content: recordings.map(({ status }) => status) },
    {
      name: 'origin',
      description: 'recorded, or SIMULATED.',
      content: recordings.map(({ simulated }) => (simulated ? 'SIMULATED' : 'recorded')),
    },
    { name: 'hash', description: 'Checksum of the samples.', content: recordings.map(({ hash }) => hash) },
    {
      name: 'lost_samples',
      description: 'Samples that were lost; NaN in the series.',
      content: { integers: recordings.map(({ lost }) => lost) },
    },
    ...CONDITIONS.flatMap(([key, name, description]) => {
      const floats = recordings.map(({ conditions }) => {
        const value = conditions[key];
        return typeof value === 'number' ? value : NaN;
      });
      return floats.every(Number.isNaN) ? [] : [{ name, description, content: { floats } }];
    }),
  ];
  yield* nwb.table('/processing/icephys/recording_quality', 'Quality of the recordings, one row each.', recordings.length, columns);
}
