import { createRandom } from '../../../src/core/random/random.ts';
import type { DeviceLink } from '../../../src/main/rig/emulator/device-link.ts';
import { encodeFrame, FrameReader, FROM_DEVICE, MESSAGE, MOST_WORDS } from '../../../src/shared/epatch/index.ts';
import type { EpatchKind, Moment } from './twist.ts';

/** The line of a correct device, on which a hostile one's frames are sent instead. */
export function twistedLink(inner: DeviceLink, { twist, deaf }: EpatchKind, seed: number, recordings: () => number): DeviceLink {
  const random = createRandom(seed).fork(77);
  const fromDevice = new FrameReader(MOST_WORDS.fromDevice);
  const toDevice = new FrameReader(MOST_WORDS.toDevice);
  let datas = 0;
  let known = 0;
  const moment = (): Moment => {
    if (recordings() !== known) [known, datas] = [recordings(), 0];
    return { recordings: known, datas, random };
  };
  return {
    address: inner.address,
    get pendingBytes() {
      return inner.pendingBytes;
    },
    poll() {
      const { chunks, hostPresent } = inner.poll();
      if (deaf === undefined) return { chunks, hostPresent };
      const heard = chunks.flatMap((chunk) => toDevice.feed(chunk)).filter(({ type }) => !deaf(type, moment()));
      return { chunks: heard.map(encodeFrame), hostPresent };
    },
    write(bytes) {
      for (const frame of fromDevice.feed(bytes)) {
        const now = moment();
        if (frame.type === (MESSAGE.data | FROM_DEVICE)) datas++;
        for (const sent of twist(frame, now)) inner.write(sent instanceof Uint8Array ? sent : encodeFrame(sent));
      }
    },
    close: () => inner.close(),
  };
}
