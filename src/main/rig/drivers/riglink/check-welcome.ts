import { TELEGRAPH_TABLES } from '../../../../core/amplifier/telegraph-table.ts';
import type { Welcome } from '../../../../shared/riglink/index.ts';
import { RIGLINK_VERSION } from '../../../../shared/riglink/index.ts';
import { assertCapabilities } from '../../amplifier/check-capabilities.ts';
import { printable } from '../../amplifier/printable.ts';
import { RigError } from '../../rig-error.ts';
import { capabilitiesOf } from './capabilities-of.ts';

/** The longest message a host must read without paging: a frame of 200 samples is 833 bytes. */
const SHORTEST_FRAME_BYTES = 64;

/** Full scale of an analogue input, mV. */
const INPUT_MV = { least: 100, most: 100_000 } as const;

/** What a device says about itself, with names that may be shown. @throws RigError bad-device, naming the first impossible property */
export function checkWelcome(welcome: Welcome): Welcome {
  const { version, clockHz, maxFrameBytes } = welcome;
  expectThat(version === RIGLINK_VERSION, `RigLink version ${RIGLINK_VERSION}`, `version ${version}`);
  expectThat(clockHz > 0, 'a clock above 0 Hz', `${clockHz} Hz`);
  expectThat(maxFrameBytes >= SHORTEST_FRAME_BYTES, `frames of ${SHORTEST_FRAME_BYTES} bytes or more`, `${maxFrameBytes} bytes`);
  if (welcome.telegraphed !== undefined) {
    const { id, inputFullScaleMv } = welcome.telegraphed;
    const known = TELEGRAPH_TABLES.map((table) => table.id);
    expectThat(known.includes(id), `an amplifier of ${known.join(', ')}`, `"${printable(id, 40)}"`);
    const possible = inputFullScaleMv >= INPUT_MV.least && inputFullScaleMv <= INPUT_MV.most;
    expectThat(possible, `an input of ${INPUT_MV.least} to ${INPUT_MV.most} mV`, `${inputFullScaleMv} mV`);
  }
  assertCapabilities(capabilitiesOf(welcome));
  return {
    ...welcome,
    firmware: printable(welcome.firmware),
    serial: printable(welcome.serial),
    deviceName: printable(welcome.deviceName) || 'Device without a name',
  };
}

function expectThat(good: boolean, expected: string, came: string): void {
  if (good) return;
  throw new RigError(
    'bad-device',
    `Expected a device with ${expected}, it reports ${came}. Check that it is a RigLink device, then update its firmware.`,
  );
}
