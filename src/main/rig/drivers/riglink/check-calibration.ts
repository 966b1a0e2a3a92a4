import type { CalibrationEntry } from '../../../../shared/riglink/index.ts';
import { RigError } from '../../rig-error.ts';
import { printable } from '../../amplifier/printable.ts';

/** Counts from zero to full scale of a 16-bit converter. */
const FULL_SCALE_COUNTS = 32_768;
/** Full scale of a voltage channel, mV: it must span a command of some tens of mV; converters end at some volts. */
const VOLTAGE_FULL_SCALE_MV = { least: 50, most: 20_000 } as const;
/** A range may have headroom or use part of the converter: bounds of full scale over the nominal range. */
const CURRENT_FULL_SCALE = { least: 0.25, most: 4 } as const;
const HIGHEST_FILTER_HZ = 1e7;

/**
 * Checks that a calibration record can turn counts into samples.
 * @param rangePa full scale that WELCOME reports for the record's range
 * @throws RigError bad-device where it cannot: damaged, in another unit, not finite, or with a scale that no amplifier has
 */
export function checkCalibration(entry: CalibrationEntry, checksumOk: boolean, rangePa: number): CalibrationEntry {
  const { channel, range, scale, offset, unit, filterHz } = entry;
  const fullScale = Math.abs(scale) * FULL_SCALE_COUNTS;
  const [wantedUnit, least, most] =
    channel === 0
      ? ['mV', VOLTAGE_FULL_SCALE_MV.least, VOLTAGE_FULL_SCALE_MV.most]
      : ['pA', CURRENT_FULL_SCALE.least * rangePa, CURRENT_FULL_SCALE.most * rangePa];
  const fail = (expected: string, came: string): never => {
    throw new RigError(
      'bad-device',
      `Calibration of channel ${channel}, range ${range}: expected ${expected}, got ${came}. Calibrate the device again.`,
    );
  };
  if (!checksumOk) fail(`a whole record in ${wantedUnit}`, 'a wrong checksum');
  if (unit !== wantedUnit) fail(`a whole record in ${wantedUnit}`, `"${printable(unit, 16)}"`);
  // Written so that NaN fails.
  if (!(fullScale >= least && fullScale <= most)) fail(`a full scale of ${least} to ${most} ${unit}`, `${fullScale} ${unit}`);
  if (!(Math.abs(offset) <= fullScale)) fail(`an offset within the full scale of ${fullScale} ${unit}`, `${offset} ${unit}`);
  if (!(filterHz >= 0 && filterHz <= HIGHEST_FILTER_HZ)) fail(`a filter of 0 to ${HIGHEST_FILTER_HZ} Hz`, `${filterHz} Hz`);
  return { ...entry, date: printable(entry.date, 32) };
}
