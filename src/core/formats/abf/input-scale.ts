import type { ImportedConditions } from '../imported.ts';
import { statedValue } from '../stated-value.ts';

export interface InputGains {
  readonly name: string;
  readonly adcRange: number;
  readonly adcResolution: number;
  readonly instrumentScale: number;
  readonly instrumentOffset: number;
  readonly signalGain: number;
  readonly signalOffset: number;
  readonly programmableGain: number;
  /** 0 or 1; any other value is invalid and ignored. */
  readonly telegraphEnabled: number;
  readonly telegraphGain: number;
  readonly telegraphFilterHz: number;
  readonly telegraphCapacitancePf: number;
  /** MOhm */
  readonly telegraphAccessMohm: number;
  readonly telegraphMode: number;
}

const MODES = ['voltage clamp', 'current clamp', 'no current'] as const;

/**
 * Scale and offset of an input's stored integers. A gain of zero, NaN or beyond 1e9 cannot be divided by: it counts as 1, and that is
 * noted.
 */
export function inputScale(gains: InputGains, notes: string[]): { scale: number; offset: number; conditions: ImportedConditions } {
  const plausible = (value: number, what: string): number => {
    const size = Math.abs(value);
    if (size >= 1e-9 && size <= 1e9) return value;
    notes.push(`Input "${gains.name}": its ${what} is ${value}, which cannot be; it is read as 1, so check the scale.`);
    return 1;
  };
  let scale = plausible(gains.adcRange, 'converter range') / plausible(gains.adcResolution, 'converter resolution');
  scale /=
    plausible(gains.instrumentScale, 'instrument scale factor') *
    plausible(gains.signalGain, 'signal gain') *
    plausible(gains.programmableGain, 'programmable gain');
  const telegraphed = gains.telegraphEnabled === 1;
  if (telegraphed) scale /= plausible(gains.telegraphGain, 'telegraphed gain');
  else if (gains.telegraphEnabled !== 0) {
    notes.push(
      `Input "${gains.name}": its telegraph switch is ${gains.telegraphEnabled}, expected 0 or 1; telegraphed values are ignored.`,
    );
  }
  const finite = (value: number, what: string): number => {
    if (Math.abs(value) <= 1e9) return value;
    notes.push(`Input "${gains.name}": its ${what} is ${value}, which cannot be; it is read as 0, so check the zero.`);
    return 0;
  };
  const offset = finite(gains.instrumentOffset, 'instrument offset') - finite(gains.signalOffset, 'signal offset');
  const mode = MODES[gains.telegraphMode];
  return {
    scale,
    offset,
    conditions: !telegraphed
      ? {}
      : {
          ...(within(gains.telegraphCapacitancePf, 0.1, 10_000)
            ? { membraneCapacitancePf: statedValue(gains.telegraphCapacitancePf) }
            : {}),
          ...(within(gains.telegraphFilterHz, 1, 99_999) ? { filterHz: statedValue(gains.telegraphFilterHz) } : {}),
          ...(within(gains.telegraphAccessMohm, 0.01, 1000) ? { seriesResistanceMohm: statedValue(gains.telegraphAccessMohm) } : {}),
          ...(mode === undefined ? {} : { clampMode: mode }),
        },
  };
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
