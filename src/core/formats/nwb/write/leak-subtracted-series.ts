import { oneLine } from '../../../text/one-line.ts';
import { SIMULATED_NOTE } from '../../../twin/twin-origin.ts';
import type { ExportedRecording } from '../../export/exported-recording.ts';
import type { Hdf5Step } from '../../hdf5/hdf5-step.ts';
import type { NwbWriter } from './nwb-writer.ts';
import { clock, data } from './patch-clamp-series.ts';

/** Samples that are written in one piece. */
const AT_ONCE = 65_536;

/** Of a recording with P/N its current without leak, as a processed series; the raw one stays what was acquired. */
export function* leakSubtractedSeries(nwb: NwbWriter, recording: ExportedRecording, sessionStartMs: number): Generator<Hdf5Step> {
  const leak = recording.leakSubtracted?.();
  if (leak === undefined) return;
  const { recordingId, samples, simulated } = recording;
  const path = `/processing/icephys/leak_subtracted_${recordingId}`;
  const description = `${simulated ? `${SIMULATED_NOTE} ` : ''}Leak-subtracted current of recording ${recordingId}. ${leak.words}`;
  yield nwb.group(path, 'TimeSeries', { description: oneLine(description), comments: 'Computed from raw recordings of this session.' });
  yield data(path, samples, 1e-12, 'amperes');
  yield* clock(path, recording, sessionStartMs);
  for (let first = 0; first < samples; first += AT_ONCE) {
    const values = new Float32Array(Math.min(AT_ONCE, samples - first)).fill(NaN);
    values.set(leak.currentPa.subarray(first, first + values.length));
    yield { kind: 'samples', first, series: [{ path: `${path}/data`, values }], share: 1 };
  }
}
