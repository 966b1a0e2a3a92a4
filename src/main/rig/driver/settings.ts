import { PROTOCOL_LIMIT_MV } from '../../../core/protocol/protocol.ts';
import type { ClampMode, HostMessage, Welcome } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';

export interface ClampConfig {
  readonly sampleRateHz: number;
  /** Largest current expected, pA: the smallest range that holds it is taken. */
  readonly largestCurrentPa: number;
  readonly filterHz: number;
  readonly mode: ClampMode;
  /** Holding level: mV in VC, pA in CC. */
  readonly holding: number;
}

export interface ChosenSettings {
  readonly sampleRateHz: number;
  readonly mode: ClampMode;
  readonly message: Omit<Extract<HostMessage, { kind: 'config' }>, 'kind'>;
}

const HIGHEST_FILTER_HZ = 1e7;
const SHOWN = 8;

/** The device's settings nearest to what is wanted. @throws RigError bad-device where it has no such rate or range, refused for a bad wish */
export function chooseSettings({ sampleRatesHz, currentRangesPa }: Welcome, config: ClampConfig): ChosenSettings {
  const { sampleRateHz, largestCurrentPa, filterHz, mode, holding } = config;
  const rateIndex = sampleRatesHz.indexOf(sampleRateHz);
  // Devices list their ranges in any order.
  const large = currentRangesPa.filter((range) => range >= largestCurrentPa);
  const rangeIndex = currentRangesPa.indexOf(Math.min(...large));
  if (rateIndex < 0 || rangeIndex < 0) {
    throw new RigError(
      'bad-device',
      `Expected a device with ${sampleRateHz} Hz and ${largestCurrentPa} pA, it has ${listed(sampleRatesHz)} Hz and ${listed(currentRangesPa)} pA. Choose one of these.`,
    );
  }
  const holdLevel = mode === 'I0' ? 0 : Math.round(holding * 1000);
  const limit = mode === 'VC' ? PROTOCOL_LIMIT_MV * 1000 : 0x7fff_ffff;
  if (!(Math.abs(holdLevel) <= limit)) {
    throw new RigError('refused', `Expected a holding level within +-${limit / 1000} ${mode === 'VC' ? 'mV' : 'pA'}, got ${holding}. Correct it.`);
  }
  if (!Number.isInteger(filterHz) || filterHz < 0 || filterHz > HIGHEST_FILTER_HZ) {
    throw new RigError('refused', `Expected a filter of 0 to ${HIGHEST_FILTER_HZ} Hz, got ${filterHz}. Correct it.`);
  }
  return { sampleRateHz, mode, message: { rateIndex, rangeIndex, filterHz, mode, holdLevel } };
}

function listed(values: readonly number[]): string {
  return values.length <= SHOWN ? values.join(', ') : `${values.slice(0, SHOWN).join(', ')} and ${values.length - SHOWN} more`;
}
