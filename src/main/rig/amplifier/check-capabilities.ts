import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import { ZAP_OFFER_LIMITS, type ZapOffer } from '../../../core/amplifier/zap.ts';
import { PROTOCOL_LIMIT_MV } from '../../../core/protocol/protocol.ts';
import { RigError } from '../rig-error.ts';

/** Sampling rates of data-acquisition devices, Hz. */
const RATE_HZ = { least: 100, most: 1_000_000 } as const;
/** Full scales of patch-clamp amplifiers, pA: from single channels to far above a whole-cell current. */
const RANGE_PA = { least: 1, most: 1e8 } as const;
const FILTER_MOST_HZ = 1e7;
/** Coarsest stimulus grid on which a protocol is still the same protocol: ePatch has 1 mV and 0.1 ms. */
const COARSEST = { voltageStepMv: 1, timeStepMs: 0.1 } as const;
const FINEST = 0.001;
const LONGEST_LIST = 32;

/**
 * Checks what a device says it can do. Buffers are sized and protocols are checked by it.
 * @throws RigError bad-device, naming the first property that no device can have
 */
export function assertCapabilities(capabilities: AmplifierCapabilities): void {
  const { modes, sampleRatesHz, currentRangesPa, voltageRangeMv, outputFilter, stimulusGrid, itemsPerDownload, zap } = capabilities;
  expectThat(modes.includes('VC'), 'voltage clamp', modes.join(', ') || 'no mode');
  checkList('sampling rates', sampleRatesHz);
  for (const rate of sampleRatesHz) {
    const good = Number.isFinite(rate) && rate >= RATE_HZ.least && rate <= RATE_HZ.most;
    expectThat(good, `sampling rates of ${RATE_HZ.least} to ${RATE_HZ.most} Hz`, `${rate} Hz`);
  }
  checkList('current ranges', currentRangesPa);
  for (const range of currentRangesPa) {
    const good = Number.isFinite(range) && range >= RANGE_PA.least && range <= RANGE_PA.most;
    expectThat(good, `current ranges of ${RANGE_PA.least} to ${RANGE_PA.most} pA`, `${range} pA`);
  }
  const { lowest, highest } = voltageRangeMv;
  // Written so that NaN fails.
  expectThat(
    lowest < highest && Math.max(-lowest, highest) < 100 * PROTOCOL_LIMIT_MV,
    'a range of command voltages',
    `${lowest} to ${highest} mV`,
  );
  const { lowestHz, highestHz } = outputFilter;
  expectThat(lowestHz > 0 && highestHz >= lowestHz && highestHz <= FILTER_MOST_HZ, 'an output filter', `${lowestHz} to ${highestHz} Hz`);
  expectThat(
    within(stimulusGrid.voltageStepMv, COARSEST.voltageStepMv),
    `a stimulus in steps of 0.001 to ${COARSEST.voltageStepMv} mV`,
    `${stimulusGrid.voltageStepMv} mV`,
  );
  expectThat(
    within(stimulusGrid.timeStepMs, COARSEST.timeStepMs),
    `a stimulus in steps of 0.001 to ${COARSEST.timeStepMs} ms`,
    `${stimulusGrid.timeStepMs} ms`,
  );
  expectThat(Number.isInteger(itemsPerDownload) && itemsPerDownload >= 1, 'room for 1 item or more', `${itemsPerDownload}`);
  if (zap !== null) checkZap(zap);
}

/** A silly one is a sign of another device, or of a line that shifts fields. Written so that NaN fails. */
function checkZap({ levelMv, longestMs }: ZapOffer): void {
  const most = ZAP_OFFER_LIMITS;
  const level = levelMv === null || (levelMv > 0 && levelMv <= most.levelMv);
  expectThat(level, `a zap of up to ${most.levelMv} mV`, `${levelMv} mV`);
  expectThat(longestMs > 0 && longestMs <= most.longestMs, `a zap of up to ${most.longestMs} ms`, `${longestMs} ms`);
}

function checkList(name: string, values: readonly number[]): void {
  expectThat(values.length > 0 && values.length <= LONGEST_LIST, `1 to ${LONGEST_LIST} ${name}`, `${values.length}`);
  expectThat(new Set(values).size === values.length, `${name} that differ`, 'the same one twice');
}

function within(step: number, most: number): boolean {
  return step >= FINEST && step <= most;
}

function expectThat(good: boolean, expected: string, came: string): void {
  if (good) return;
  throw new RigError(
    'bad-device',
    `Expected a device with ${expected}, it reports ${came}. Check that it is the right device, then update its firmware.`,
  );
}
