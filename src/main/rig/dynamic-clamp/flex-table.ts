import { FLEX_CALIBRATION, FLEX_TABLE } from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import type { InjectedCurrent } from './dynamic-clamp.ts';

/** Potentials that a cell can have; beyond them the table keeps its last value. */
const RANGE_MV = { lowest: -150, highest: 80 } as const;
const MOST_CODE = 4095;

/**
 * The table of an ionic current, pA, by the code of the device's converter. The device takes the sign for the injection, and shifts
 * the codes by the junction potential.
 * @throws RigError refused where the device's output could not carry it: its code would wrap around
 */
export function flexTable(current: InjectedCurrent): number[] {
  const { inputSlope, inputOffset, outputSlope, outputOffset } = FLEX_CALIBRATION;
  return Array.from({ length: FLEX_TABLE }, (_, code) => {
    const voltageMv = (code - inputOffset) / inputSlope;
    const pa = current.at(Math.min(RANGE_MV.highest, Math.max(RANGE_MV.lowest, voltageMv)));
    const output = (-pa - outputOffset) / outputSlope;
    if (!(output >= 0 && output <= MOST_CODE))
      throw new RigError(
        'refused',
        `Expected at most ${(MOST_CODE * outputSlope + outputOffset).toFixed(0)} to ${outputOffset.toFixed(0)} pA to inject, got ` +
          `${(-pa).toFixed(0)} pA at ${voltageMv.toFixed(0)} mV. Inject less.`,
      );
    return pa;
  });
}
