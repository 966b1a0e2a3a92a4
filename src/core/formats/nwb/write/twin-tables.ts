import { oneLine } from '../../../text/one-line.ts';
import { withdrawnWhereFailed } from '../../../twin/fit-failed.ts';
import type { ExportedRecording } from '../../export/exported-recording.ts';
import { provenanceOf } from '../../export/provenance.ts';
import type { Hdf5Step } from '../../hdf5/hdf5-step.ts';
import { twinToJson } from '../../twin-json.ts';
import type { NwbWriter } from './nwb-writer.ts';

/** The twins of the recordings: parameters as a table whose description says where each comes from, and the twin file itself. */
export function* twinTables(nwb: NwbWriter, recordings: readonly ExportedRecording[]): Generator<Hdf5Step> {
  const twins = recordings.flatMap(({ twins: own }) => own);
  if (twins.length === 0) return;
  for (const { twinId, twin } of twins) {
    const parameters = withdrawnWhereFailed(twin.parameters, twin.fit);
    const about = provenanceOf(twin).map(({ label, value }) => `${label}: ${value}`);
    const texts = (name: string, description: string, content: readonly string[]) => ({ name, description, content });
    const numbers = (name: string, description: string, floats: readonly number[]) => ({ name, description, content: { floats } });
    yield* nwb.table(`/processing/icephys/twin_${twinId}_parameters`, oneLine(about.join('; ')), parameters.length, [
      texts(
        'parameter',
        'Id of the parameter.',
        parameters.map(({ id }) => id),
      ),
      texts(
        'current',
        'Current that it belongs to.',
        parameters.map(({ current }) => current),
      ),
      texts(
        'unit',
        'Unit of baseline and value.',
        parameters.map(({ unit }) => unit),
      ),
      numbers(
        'baseline',
        'Published value.',
        parameters.map(({ baseline }) => baseline),
      ),
      numbers(
        'value',
        'Inferred value.',
        parameters.map(({ value }) => value),
      ),
      numbers(
        'multiplier',
        'Value over baseline.',
        parameters.map(({ multiplier }) => multiplier),
      ),
      numbers(
        'multiplier_sd',
        'Posterior SD of the multiplier.',
        parameters.map(({ sd }) => sd),
      ),
      numbers(
        'multiplier_p05',
        'Lower end of its 90 % interval.',
        parameters.map(({ interval90 }) => interval90[0]),
      ),
      numbers(
        'multiplier_p95',
        'Upper end of its 90 % interval.',
        parameters.map(({ interval90 }) => interval90[1]),
      ),
      texts(
        'informed_by',
        'data, partly, prior or nothing.',
        parameters.map(({ informedBy }) => informedBy),
      ),
    ]);
  }
  yield { kind: 'group', path: '/scratch' };
  for (const { twinId, twin } of twins) {
    const path = `/scratch/twin_${twinId}_json`;
    const notes = 'Twin file of TwinClamp: "twinclamp import" takes it back.';
    yield { kind: 'dataset', path, content: twinToJson(twin), attributes: nwb.typed(path, 'ScratchData', 'core', { notes }) };
  }
}
