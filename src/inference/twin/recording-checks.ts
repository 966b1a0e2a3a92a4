import { protocolSampleCount } from '../../core/protocol/protocol.ts';
import { usableSamples, type LeftOut } from '../../core/observation/usable-samples.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';

/** Share of the samples of a protocol, pauses between its sweeps aside, that may be left out. */
const MOST_LEFT_OUT = 0.5;

/**
 * Refuses recordings no twin can be made from.
 * @throws Error that states what was expected, what came and what to do
 */
export function assertUsable(recording: VoltageClampRecording): void {
  const { currentPaPf, commandMv, protocol, sampleRateHz } = recording;
  if (!Number.isFinite(sampleRateHz) || sampleRateHz < 2000) {
    throw new Error(`Expected a sampling rate of 2 kHz or more, got ${sampleRateHz} Hz. Record again at 10 kHz.`);
  }
  if (commandMv.length !== currentPaPf.length) {
    throw new Error(`Expected as many voltages as currents, got ${commandMv.length} and ${currentPaPf.length}. The recording is damaged.`);
  }
  const needed = protocolSampleCount(protocol, sampleRateHz);
  if (currentPaPf.length < needed) {
    throw new Error(
      `The recording is truncated: protocol "${protocol.id}" needs ${needed} samples at ${sampleRateHz} Hz, it has ` +
        `${currentPaPf.length}. Record the whole protocol again.`,
    );
  }
  const { leftOut, currentPaPf: usable } = usableSamples(recording);
  const { pausedSamples: paused = 0 } = recording;
  const left = usable.slice(0, needed).filter(Number.isNaN).length - paused;
  const recorded = needed - paused;
  if (left > MOST_LEFT_OUT * recorded) {
    const why = leftOutWords({ ...leftOut, lost: leftOut.lost - paused });
    throw new Error(
      `Only ${recorded - left} of ${recorded} samples can be used: ${why}. Expected half of them at least; record the protocol again, ` +
        `or exclude less.`,
    );
  }
}

/** The recording with what is no observation taken out (NaN). @throws Error where no twin can be made of it */
export function usableRecording(recording: VoltageClampRecording): VoltageClampRecording {
  assertUsable(recording);
  return { ...recording, currentPaPf: usableSamples(recording).currentPaPf };
}

/** How many samples are left out and why, for a sentence. */
export function leftOutWords({ lost, saturated, excluded }: LeftOut): string {
  const parts = [
    [lost, 'lost'],
    [saturated, 'saturated'],
    [excluded, 'excluded by hand'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${count} ${why}`)
    .join(', ');
}

/** Sentences on saturation, for the twin's alarms. @param recording as it was recorded */
export function clippingAlarms(recording: VoltageClampRecording): string[] {
  const { saturated } = usableSamples(recording).leftOut;
  if (saturated === 0) return [];
  return [
    `The current is saturated: ${saturated} samples are at the end of its range and were left out. Record again with a larger ` +
      `current range.`,
  ];
}
