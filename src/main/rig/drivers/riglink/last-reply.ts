import type { DeviceMessage } from '../../../../shared/riglink/index.ts';
import { RigError } from '../../rig-error.ts';

/** The last reply counts: a late one to an earlier question of the same kind comes before it. @throws RigError bad-device */
export function lastReply<R extends DeviceMessage>(
  replies: readonly DeviceMessage[],
  isReply: (message: DeviceMessage) => message is R,
  command: string,
): R {
  const reply = replies.findLast(isReply);
  if (reply !== undefined) return reply;
  throw new RigError('bad-device', `Expected the device to answer ${command}, the answer was missing. Update its firmware.`);
}
