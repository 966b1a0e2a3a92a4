import type { StimulusGrid, Welcome } from '../../../shared/riglink/index.ts';
import { RIGLINK_VERSION } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';
import { printable } from './printable.ts';

/** Sampling rates of data-acquisition devices, Hz. */
const RATE_HZ = { least: 100, most: 1_000_000 } as const;
/** Full scales of patch-clamp amplifiers, pA: from single channels to far above what a whole cell gives. */
const RANGE_PA = { least: 1, most: 1e8 } as const;
/** Coarsest stimulus that a protocol is still that protocol on: ePatch has 1 mV and 0.1 ms. */
const COARSEST: StimulusGrid = { levelStepUv: 1000, timeStepUs: 100 };
const LONGEST_LIST = 32;
/** The longest message a host must read without paging: a frame of 200 samples is 833 bytes. */
const SHORTEST_FRAME_BYTES = 64;

/**
 * What a device says of itself, with names that may be shown. @throws RigError bad-device, naming the first thing that no device can be:
 * buffers are sized and protocols checked by these numbers.
 */
export function checkWelcome(welcome: Welcome): Welcome {
  const { version, sampleRatesHz, currentRangesPa, clockHz, maxFrameBytes, grid } = welcome;
  expectThat(version === RIGLINK_VERSION, `RigLink version ${RIGLINK_VERSION}`, `version ${version}`);
  checkList('sampling rates', sampleRatesHz);
  for (const rate of sampleRatesHz) {
    const good = Number.isInteger(rate) && rate >= RATE_HZ.least && rate <= RATE_HZ.most;
    expectThat(good, `sampling rates of ${RATE_HZ.least} to ${RATE_HZ.most} Hz`, `${rate} Hz`);
  }
  checkList('current ranges', currentRangesPa);
  for (const range of currentRangesPa) {
    const good = Number.isFinite(range) && range >= RANGE_PA.least && range <= RANGE_PA.most;
    expectThat(good, `current ranges of ${RANGE_PA.least} to ${RANGE_PA.most} pA`, `${range} pA`);
  }
  expectThat(clockHz > 0, 'a clock above 0 Hz', `${clockHz} Hz`);
  expectThat(maxFrameBytes >= SHORTEST_FRAME_BYTES, `frames of ${SHORTEST_FRAME_BYTES} bytes or more`, `${maxFrameBytes} bytes`);
  if (grid !== null) {
    expectThat(within(grid.levelStepUv, COARSEST.levelStepUv), `a stimulus in steps of 1 to ${COARSEST.levelStepUv} uV`, `${grid.levelStepUv} uV`);
    expectThat(within(grid.timeStepUs, COARSEST.timeStepUs), `a stimulus in steps of 1 to ${COARSEST.timeStepUs} us`, `${grid.timeStepUs} us`);
  }
  return {
    ...welcome,
    firmware: printable(welcome.firmware),
    serial: printable(welcome.serial),
    deviceName: printable(welcome.deviceName) || 'Device without a name',
  };
}

function checkList(name: string, values: readonly number[]): void {
  expectThat(values.length > 0 && values.length <= LONGEST_LIST, `1 to ${LONGEST_LIST} ${name}`, `${values.length}`);
  expectThat(new Set(values).size === values.length, `${name} that differ`, 'the same one twice');
}

function within(step: number, most: number): boolean {
  return step >= 1 && step <= most;
}

function expectThat(good: boolean, expected: string, came: string): void {
  if (good) return;
  throw new RigError('bad-device', `Expected a device with ${expected}, it tells ${came}. Check that it is a RigLink device, then update its firmware.`);
}
