import { protocolSampleCount } from '../../core/protocol/protocol.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';

/** Number of consecutive samples at the same extreme value that counts as clipping. */
const CLIPPED_RUN = 4;

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
  const bad = currentPaPf.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new Error(`Sample ${bad} of the current is not a number. Record again or cut the faulty part.`);
}

/** Alarms on saturation for the twin. */
export function clippingAlarms(recording: VoltageClampRecording): string[] {
  const { currentPaPf } = recording;
  let low = Infinity;
  let high = -Infinity;
  for (const value of currentPaPf) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const alarms: string[] = [];
  for (const [extreme, name] of [
    [low, 'lowest'],
    [high, 'highest'],
  ] as const) {
    let run = 0;
    let longest = 0;
    for (const value of currentPaPf) {
      run = value === extreme ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    if (longest >= CLIPPED_RUN && high > low) {
      alarms.push(
        `The current is clipped: ${longest} samples in a row sit at its ${name} value, ${extreme.toFixed(1)} pA/pF. Record again ` +
          `with a larger current range.`,
      );
    }
  }
  return alarms;
}
