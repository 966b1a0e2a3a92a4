import { hostname } from 'node:os';
import type { CalibrationEntry, DeviceMessage, Welcome } from '../../../../shared/riglink/index.ts';
import { RIGLINK_VERSION } from '../../../../shared/riglink/index.ts';
import { checkCalibration } from './check-calibration.ts';
import { checkWelcome } from './check-welcome.ts';
import type { DeviceLine } from './device-line.ts';
import { lastReply } from './last-reply.ts';

/** HELLO. @throws RigError no-answer, refused, bad-device where its description is impossible */
export async function greet(line: DeviceLine): Promise<Welcome> {
  const isReply = (message: DeviceMessage): message is Welcome => message.kind === 'welcome';
  const replies = await line.control.send(
    { kind: 'hello', minVersion: RIGLINK_VERSION, maxVersion: RIGLINK_VERSION, hostName: hostname() },
    { takes: isReply, whole: (all) => all.length > 0 },
  );
  return checkWelcome(lastReply(replies, isReply, 'hello'));
}

/** @throws RigError bad-device where the record is damaged, in another unit or of an impossible scale */
export async function readCalibration(line: DeviceLine, channel: number, range: number, rangePa: number): Promise<CalibrationEntry> {
  type Record = Extract<DeviceMessage, { kind: 'calibration' }>;
  const isReply = (message: DeviceMessage): message is Record =>
    message.kind === 'calibration' && message.entry.channel === channel && message.entry.range === range;
  const replies = await line.control.send({ kind: 'getCalibration', channel, range }, { takes: isReply, whole: (all) => all.length > 0 });
  const { entry, checksumOk } = lastReply(replies, isReply, 'calibration');
  return checkCalibration(entry, checksumOk, rangePa);
}
