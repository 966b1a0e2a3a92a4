import { hostname } from 'node:os';
import type { CalibrationEntry, DeviceMessage, Welcome } from '../../../shared/riglink/index.ts';
import { RIGLINK_VERSION } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';
import type { DeviceLine } from './device-line.ts';

/** HELLO. @throws RigError no-answer, refused */
export async function greet(line: DeviceLine): Promise<Welcome> {
  const isReply = (message: DeviceMessage): message is Welcome => message.kind === 'welcome';
  const replies = await line.control.send(
    { kind: 'hello', minVersion: RIGLINK_VERSION, maxVersion: RIGLINK_VERSION, hostName: hostname() },
    (all) => all.some(isReply),
  );
  const welcome = replies.find(isReply);
  if (welcome === undefined) throw missingReply('hello');
  return welcome;
}

/** @throws RigError bad-device where the record is damaged or of another unit */
export async function readCalibration(line: DeviceLine, channel: number, range: number): Promise<CalibrationEntry> {
  const replies = await line.control.send({ kind: 'getCalibration', channel, range }, (all) =>
    all.some((message) => message.kind === 'calibration' && message.entry.channel === channel && message.entry.range === range),
  );
  const reply = replies.find((message) => message.kind === 'calibration');
  if (reply?.kind !== 'calibration') throw missingReply('calibration');
  const unit = channel === 0 ? 'mV' : 'pA';
  if (!reply.checksumOk || reply.entry.unit !== unit || !(Math.abs(reply.entry.scale) > 0)) {
    throw new RigError(
      'bad-device',
      `Calibration of channel ${channel}, range ${range}: expected a whole record in ${unit}, got ${reply.checksumOk ? `${reply.entry.scale} ${reply.entry.unit}` : 'a wrong checksum'}. Calibrate the device again.`,
    );
  }
  return reply.entry;
}

export function missingReply(command: string): RigError {
  return new RigError('bad-device', `Expected the device to answer ${command}, the answer was missing. Update its firmware.`);
}
