import type { AbfEpoch, AbfHeader, AbfOutput } from './abf-header.ts';

/** First parameter number of each property of the epochs: digital value, level, duration, train period, pulse width, one block each. */
const FIRST_EPOCH_PARAMETER = 11;

/** Numbers of a user list as typed, separated by commas. */
export function userListValues(text: string): number[] {
  return text
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map(Number)
    .filter(Number.isFinite);
}

/**
 * The epochs of one sweep after the user lists: levels and durations of that sweep, no step left.
 * Past its end a list repeats, or keeps its last value.
 */
export function epochsOfSweep(header: AbfHeader, output: AbfOutput, sweep: number): AbfEpoch[] {
  const perSweep = output.epochs.map((epoch) => ({
    ...epoch,
    level: epoch.level + epoch.levelStep * sweep,
    levelStep: 0,
    duration: epoch.duration + epoch.durationStep * sweep,
    durationStep: 0,
  }));
  for (const list of header.userLists) {
    if (list.output !== output.number) continue;
    const place = list.repeats ? sweep % list.values.length : Math.min(sweep, list.values.length - 1);
    const value = list.values[place]!;
    const block = Math.floor((list.parameter - FIRST_EPOCH_PARAMETER) / header.userListEpochs);
    const epoch = perSweep.find(({ number }) => number === (list.parameter - FIRST_EPOCH_PARAMETER) % header.userListEpochs);
    if (epoch === undefined || block < 1) continue;
    if (block === 1) epoch.level = value;
    else if (block === 2) epoch.duration = Math.round(value);
    else if (block === 3) epoch.pulsePeriod = Math.round(value);
    else if (block === 4) epoch.pulseWidth = Math.round(value);
  }
  return perSweep;
}

/** Whether a list varies something that the waveform does not show (conditioning, P/N, digital outputs). */
export function isWaveformList(header: AbfHeader, parameter: number): boolean {
  const block = Math.floor((parameter - FIRST_EPOCH_PARAMETER) / header.userListEpochs);
  return block >= 1 && block <= 4;
}
