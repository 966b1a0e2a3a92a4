import { readNoise } from '../../core/observation/noise.ts';
import { currentWaves, type CurrentWave } from '../../core/observation/current-waves.ts';
import { mainsHum } from '../../core/observation/mains-hum.ts';
import { usableSamples } from '../../core/observation/usable-samples.ts';
import type { ObservationBins } from '../../core/observation/observation-bins.ts';
import { protocolDurationMs } from '../../core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { LeakDrift } from './seal-drift.ts';
import { leftOutWords } from './recording-checks.ts';

/** Noise below this is that of a simulation without any: its neighbours share what the solver rounds, pA/pF. */
const NOISELESS = 0.0005;

/** What is to be known of a recording and is no reason against its twin, a sentence each. @param recording as it was recorded */
export function recordingNotes(recording: VoltageClampRecording, bins: ObservationBins): string[] {
  const { currentPaPf, leftOut } = usableSamples(recording);
  const { sd, correlation, quantum } = readNoise(bins, currentPaPf);
  const hum = mainsHum(currentPaPf, bins);
  const waves = currentWaves(currentPaPf, recording.protocol, recording.sampleRateHz);
  const words = leftOutWords({ ...leftOut, lost: leftOut.lost - (recording.pausedSamples ?? 0) });
  return [
    ...(words === '' ? [] : [`Samples left out of ${currentPaPf.length}: ${words}.`]),
    ...(!isFiltered(sd, correlation)
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
    ...waveNotes(waves),
    ...(hum === null ? [] : [`Hum of the mains: ${hum.frequencyHz} Hz, amplitude ${hum.amplitudePaPf.toPrecision(2)} pA/pF.`]),
  ];
}

/** A filter makes neighbours alike; noise that alternates passed none. */
function isFiltered(sd: number, [neighbours = 0]: readonly number[]): boolean {
  return sd >= NOISELESS && neighbours > 0;
}

/** Waves are named up to this number; the strongest first. */
const MOST_NAMED = 4;

function waveNotes(waves: readonly CurrentWave[]): string[] {
  if (waves.length === 0) return [];
  const strongest = [...waves].sort((a, b) => Math.abs(b.peakPaPf) - Math.abs(a.peakPaPf)).slice(0, MOST_NAMED);
  const named = strongest.map(
    ({ fromMs, toMs, peakPaPf, commandMv }) =>
      `${peakPaPf.toFixed(1)} pA/pF at ${commandMv.toFixed(0)} mV from ${fromMs.toFixed(0)} to ${toMs.toFixed(0)} ms`,
  );
  const more = waves.length > named.length ? ` (and ${waves.length - named.length} more)` : '';
  return [
    `A slow current that the command does not explain, as calcium that is released by itself makes it: ${named.join('; ')}${more}. ` +
      'Leave it out by Leave out … on the Review desk, or with "session correct --exclude-ms waves", and infer again.',
  ];
}

/** A drift is taken off and said where it is this many SDs, and changes the current at the holding potential by this, pA/pF. */
export const DRIFT_SDS = 4;
const LEAST_DRIFT_PA_PF = 0.1;

/** Whether the seal is seen to drift. */
export function isDrift({ changeNsPf, sdNsPf }: LeakDrift, { protocol: { holdingMv } }: Pick<VoltageClampRecording, 'protocol'>): boolean {
  return Math.abs(changeNsPf) >= DRIFT_SDS * sdNsPf && Math.abs(changeNsPf * holdingMv) >= LEAST_DRIFT_PA_PF;
}

/** What is to be known of a seal that drifts, in a sentence. */
export function driftNote({ changeNsPf, sdNsPf }: LeakDrift, { protocol, conditions }: VoltageClampRecording): string {
  const { membraneCapacitancePf: capacitancePf } = conditions;
  const whole = capacitancePf === undefined ? '' : `, ${Math.abs(changeNsPf * capacitancePf).toFixed(2)} nS`;
  return (
    `The seal drifts: its leak ${changeNsPf > 0 ? 'grows' : 'falls'} by ${Math.abs(changeNsPf).toPrecision(2)} ` +
    `(SD ${sdNsPf.toPrecision(1)}) nS/pF${whole} over ${(protocolDurationMs(protocol) / 1000).toFixed(1)} s, which is ` +
    `${(changeNsPf * protocol.holdingMv).toFixed(1)} pA/pF at ${protocol.holdingMv.toFixed(0)} mV. The drift was taken off the recording ` +
    'before the twin was inferred; its residual shows it.'
  );
}
