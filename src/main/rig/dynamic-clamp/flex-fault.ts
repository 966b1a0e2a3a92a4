import { FLEX_CALIBRATION, type FlexSettings, type FlexStatus } from '../../../shared/dynamic-clamp/index.ts';

/** A current below this is none, pA: a step of its output is 0.7 pA. */
const NONE_PA = 0.5;
/** A status whose bytes are shifted has a potential that is not that of its code, mV. */
const CODE_MV = 20;
/** The leak current may belong to the potential of another cycle of its loop. */
const LEAK_ERROR = { share: 0.1, pa: 5 } as const;

/**
 * What a status shows that cannot be with these settings, as a sentence; null: nothing. It does not repeat the settings, but shows the
 * currents that come of them.
 */
export function flexFault({ tableOn, currentPa, leakNs, leakMv, junctionMv }: FlexSettings, status: FlexStatus): string | null {
  const { membraneMv, code, leakPa, tablePa, totalPa } = status;
  const codeMv = (code - FLEX_CALIBRATION.inputOffset) / FLEX_CALIBRATION.inputSlope;
  if (!(Math.abs(codeMv - membraneMv) <= CODE_MV + Math.abs(junctionMv)))
    return `Expected the status of a dynamic clamp, got ${membraneMv.toPrecision(3)} mV for a code of ${codeMv.toFixed(0)} mV. Try again.`;
  const expectedPa = Math.abs((membraneMv - leakMv) * leakNs);
  const tolerancePa = leakNs === 0 ? NONE_PA : LEAK_ERROR.pa + LEAK_ERROR.share * expectedPa + Math.abs(junctionMv * leakNs);
  if (leakNs === 0 && currentPa === 0 && !tableOn && Math.abs(totalPa) > NONE_PA) return reports('nothing', 'a current', totalPa);
  if (!tableOn && Math.abs(tablePa) > NONE_PA) return reports('no table', 'a table current', tablePa);
  if (Math.abs(Math.abs(leakPa) - expectedPa) > tolerancePa) return reports(`a leak of ${expectedPa.toFixed(0)} pA`, 'one', leakPa);
  return null;
}

function reports(wanted: string, what: string, pa: number): string {
  return `Expected the clamp to inject ${wanted}, it reports ${what} of ${pa.toPrecision(3)} pA. Set it again, or switch it off.`;
}
