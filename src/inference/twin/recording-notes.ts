import { readNoise } from '../../core/observation/noise.ts';
import { mainsHum } from '../../core/observation/mains-hum.ts';
import { usableSamples } from '../../core/observation/usable-samples.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { leftOutWords } from './recording-checks.ts';

/** What is to be known of a recording and is no reason against its twin, a sentence each. @param recording as it was recorded */
export function recordingNotes(recording: VoltageClampRecording, bins: ObservationBins): string[] {
  const { currentPaPf, leftOut } = usableSamples(recording);
  const { sd, correlation, quantum } = readNoise(bins, currentPaPf);
  const hum = mainsHum(currentPaPf, bins);
  const words = leftOutWords({ ...leftOut, lost: leftOut.lost - (recording.pausedSamples ?? 0) });
  return [
    ...(words === '' ? [] : [`Samples left out of ${currentPaPf.length}: ${words}.`]),
    ...(correlation.length === 0
      ? []
      : [
          `The noise (${sd.toFixed(3)} pA/pF) passed a filter: neighbouring samples share ` +
            `${(100 * (correlation[0] ?? 0)).toFixed(0)} % of it, which observations allow for.`,
        ]),
    ...(quantum === 0
      ? []
      : [
          `The current is quantised in steps of ${quantum.toPrecision(3)} pA/pF, more coarsely than its noise, which ` +
            `observations allow for.`,
        ]),
    ...(hum === null ? [] : [`Hum of the mains: ${hum.frequencyHz} Hz, amplitude ${hum.amplitudePaPf.toPrecision(2)} pA/pF.`]),
  ];
}
