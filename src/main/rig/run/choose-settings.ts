import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';
import type { ClampSettings } from '../amplifier/clamp-settings.ts';
import { RigError } from '../rig-error.ts';
import { commandLimits } from './check-items.ts';

/** Settings that a run wants. */
export interface ClampWish {
  readonly sampleRateHz: number;
  /** Largest current expected, pA: the smallest range that holds it is taken. */
  readonly largestCurrentPa: number;
  readonly filterHz: number;
  readonly mode: ClampMode;
  /** Holding level: mV in VC, pA in CC. */
  readonly holding: number;
}

const HIGHEST_FILTER_HZ = 1e7;
const HIGHEST_HOLD_PA = 0x7fff_ffff / 1000;
const SHOWN = 8;

/** The amplifier's settings for a wish. @throws RigError bad-device where it has no such mode, rate or range, refused for a bad wish */
export function chooseSettings(capabilities: AmplifierCapabilities, wish: ClampWish): ClampSettings {
  const { modes, sampleRatesHz, currentRangesPa } = capabilities;
  const { sampleRateHz, largestCurrentPa, filterHz, mode, holding } = wish;
  if (!modes.includes(mode))
    throw new RigError('bad-device', `Expected a device with the mode ${mode}, it has ${modes.join(', ')}. Use another device.`);
  // Devices list their ranges in any order.
  const rangePa = Math.min(...currentRangesPa.filter((range) => range >= largestCurrentPa));
  if (!sampleRatesHz.includes(sampleRateHz) || !currentRangesPa.includes(rangePa)) {
    throw new RigError(
      'bad-device',
      `Expected a device with ${sampleRateHz} Hz and ${largestCurrentPa} pA, it has ${listed(sampleRatesHz)} Hz and ` +
        `${listed(currentRangesPa)} pA. Choose one of these.`,
    );
  }
  if (!Number.isInteger(filterHz) || filterHz < 0 || filterHz > HIGHEST_FILTER_HZ) {
    throw new RigError('refused', `Expected a filter of 0 to ${HIGHEST_FILTER_HZ} Hz, got ${filterHz}. Correct it.`);
  }
  return { sampleRateHz, rangePa, filterHz, mode, holdLevel: holdLevel(capabilities, mode, holding) };
}

/** Largest current expected by default, pA: no more than the amplifier has a range for. */
export function withinRanges(usualPa: number, { currentRangesPa }: AmplifierCapabilities): number {
  return Math.min(usualPa, Math.max(...currentRangesPa));
}

function holdLevel(capabilities: AmplifierCapabilities, mode: ClampMode, holding: number): number {
  if (mode === 'I0') return 0;
  const { lowest, highest } = mode === 'VC' ? commandLimits(capabilities) : { lowest: -HIGHEST_HOLD_PA, highest: HIGHEST_HOLD_PA };
  // Written so that NaN is refused.
  if (!(holding >= lowest && holding <= highest)) {
    const range = lowest === -highest ? `within +-${highest}` : `of ${lowest} to ${highest}`;
    throw new RigError('refused', `Expected a holding level ${range} ${mode === 'VC' ? 'mV' : 'pA'}, got ${holding}. Correct it.`);
  }
  return Math.round(holding * 1000);
}

function listed(values: readonly number[]): string {
  return values.length <= SHOWN ? values.join(', ') : `${values.slice(0, SHOWN).join(', ')} and ${values.length - SHOWN} more`;
}
