import type { CalibrationEntry } from '../../../../core/amplifier/calibration.ts';
import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import { ZAP_LIMITS } from '../../../../core/amplifier/zap.ts';
import { PROTOCOL_LIMIT_MV } from '../../../../core/protocol/protocol.ts';
import { MOST_ITEMS, SAMPLING_RATES_HZ, TICK_MS, type EpatchModel } from '../../../../shared/epatch/index.ts';

/** Counts from zero to full scale of a 16-bit converter. */
const FULL_SCALE_COUNTS = 32_768;

/** What an ePatch can do. */
export function capabilitiesOf(model: EpatchModel): AmplifierCapabilities {
  return {
    modes: ['VC', 'I0'],
    sampleRatesHz: SAMPLING_RATES_HZ,
    voltageRangeMv: { lowest: -PROTOCOL_LIMIT_MV, highest: PROTOCOL_LIMIT_MV },
    currentRangesPa: model.currentRanges.map(({ fullScalePa }) => fullScalePa),
    // The program filters.
    outputFilter: { lowestHz: 500, highestHz: 25_000, setBy: 'device' },
    stimulusGrid: { voltageStepMv: model.commandStepMv, timeStepMs: TICK_MS },
    roundedWithin: null,
    itemsPerDownload: MOST_ITEMS,
    restsBetweenDownloads: true,
    compensates: true,
    zap: { levelMv: null, longestMs: ZAP_LIMITS.longestMs },
    fastForwardsHold: false,
    onPortClose: 'ends-at-hold',
  };
}

/** An ePatch has fixed scales; its calibration is inside. */
export function calibrationOf(model: EpatchModel): CalibrationEntry[] {
  const entry = { offset: 0, filterHz: 0, date: '' };
  return model.currentRanges.flatMap(({ fullScalePa }, range) => [
    { ...entry, channel: 0, range, scale: model.voltageCountMv, unit: 'mV' },
    { ...entry, channel: 1, range, scale: fullScalePa / FULL_SCALE_COUNTS, unit: 'pA' },
  ]);
}
