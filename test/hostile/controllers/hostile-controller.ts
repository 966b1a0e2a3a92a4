import { createRandom } from '../../../src/core/random/random.ts';
import type { DeviceLink } from '../../../src/main/rig/emulator/device-link.ts';
import type { Sketch } from '../../../src/main/rig/emulator/dynamic-clamp/sketch.ts';
import type { BadLine, Moment, Sent } from './bad-line.ts';

const UNASKED_MS = 10;

/** What a hostile device needs of a simulated one. */
export type Simulated = Pick<Sketch, 'pollMs' | 'look'>;

/** A correct simulated device behind a bad line. @returns the end of it */
export function hostileController(link: DeviceLink, device: Simulated, line: BadLine, seed: number, vanish: () => void): () => void {
  const random = createRandom(seed).fork(78);
  let answers = 0;
  let requests = 0;
  let waiting: number[] = [];
  let ended = false;
  const moment = (): Moment => ({ answers, requests, random });
  /** One after the other. */
  const sendAll = async (all: readonly Sent[]): Promise<void> => {
    for (const sent of all) {
      if (typeof sent === 'object' && 'afterMs' in sent) await new Promise((resolve) => setTimeout(resolve, sent.afterMs));
      if (ended) return;
      if (sent === 'vanish') vanish();
      else link.write(sent instanceof Uint8Array ? sent : sent.bytes);
    }
  };
  const say = (bytes: Uint8Array): void => {
    void sendAll(line.said?.(bytes, moment()) ?? [bytes]);
    answers++;
  };
  const hear = (bytes: Uint8Array): void => {
    for (const sent of line.instead?.(bytes, moment()) ?? []) link.write(sent);
    for (const piece of line.heard?.(bytes, moment()) ?? [bytes]) waiting.push(...piece);
    requests++;
  };
  const timer = setInterval(() => {
    for (const chunk of link.poll().chunks) hear(chunk);
    const { taken, written } = device.look(Uint8Array.from(waiting));
    waiting = waiting.slice(taken);
    for (const answer of written) say(answer);
  }, device.pollMs);
  const { unasked } = line;
  const chatter = unasked === undefined ? undefined : setInterval(() => link.write(unasked(moment())), UNASKED_MS);
  return () => {
    clearInterval(timer);
    clearInterval(chatter);
    ended = true;
  };
}
