import type { AbfEpoch } from './abf-header.ts';

/** Epoch kinds by their number in the file. */
const KINDS = ['off', 'step', 'ramp', 'pulses', 'triangles', 'cosines', 'resistance', 'biphasic'] as const;

export interface SweepOutput {
  readonly samples: number;
  readonly epochs: readonly AbfEpoch[];
  /** Level before the first epoch. */
  readonly before: number;
  /** Level after the last one; null keeps its level. */
  readonly after: number | null;
}

/**
 * What an output did in one sweep. Clampex holds for a 64th of the sweep (at least one sample) before the first epoch.
 * An epoch that reaches beyond the sweep is cut there; the samples of an unknown kind are NaN.
 */
export function epochWaveform({ samples, epochs, before, after }: SweepOutput): { values: Float32Array; last: number } {
  const values = new Float32Array(samples);
  let at = Math.min(samples, Math.max(1, Math.floor(samples / 64)));
  values.fill(before, 0, at);
  let level = before;
  for (const epoch of epochs) {
    const kind = KINDS[epoch.type] ?? 'unknown';
    const length = Math.max(0, epoch.duration);
    if (kind === 'off') continue;
    const end = Math.min(samples, at + length);
    if (kind === 'step') values.fill(epoch.level, at, end);
    else for (let i = 0; at + i < end; i++) values[at + i] = valueAt(kind, epoch, i, length, level);
    at = end;
    // Trains return to the level before them.
    if (kind === 'step' || kind === 'ramp') level = epoch.level;
  }
  const last = after ?? level;
  values.fill(last, at);
  return { values, last };
}

function valueAt(
  kind: Exclude<(typeof KINDS)[number], 'step'> | 'unknown',
  epoch: AbfEpoch,
  i: number,
  length: number,
  before: number,
): number {
  const { level, pulsePeriod, pulseWidth } = epoch;
  const span = level - before;
  const trains = pulsePeriod > 0 ? Math.floor(length / pulsePeriod) : 0;
  const inPulse = trains > 0 && i < trains * pulsePeriod ? i % pulsePeriod : -1;
  switch (kind) {
    case 'ramp':
      // The first sample stands at the level before, the last at the epoch's level.
      return length > 1 ? before + (span * i) / (length - 1) : level;
    case 'pulses':
      return inPulse >= 0 && inPulse < pulseWidth ? level : before;
    case 'triangles':
      if (inPulse < 0) return before;
      if (inPulse < pulseWidth) return before + (pulseWidth > 1 ? (span * inPulse) / (pulseWidth - 1) : span);
      return level - (span * (inPulse - pulseWidth)) / Math.max(1, pulsePeriod - pulseWidth - 1);
    case 'cosines':
      return before + (span / 2) * (1 - Math.cos((2 * Math.PI * trains * i) / Math.max(1, length - 1)));
    case 'biphasic':
      if (inPulse < 0 || inPulse >= pulseWidth) return before;
      return inPulse < Math.floor(pulseWidth / 2) ? before + span : before - span;
    case 'off':
    case 'resistance':
    case 'unknown':
      return NaN;
  }
}
