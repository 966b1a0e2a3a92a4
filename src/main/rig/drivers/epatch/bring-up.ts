import { setTimeout as wait } from 'node:timers/promises';
import { FROM_DEVICE, MESSAGE, simulatedSeed, type EpatchFrame } from '../../../../shared/epatch/index.ts';
import { RigError } from '../../rig-error.ts';
import type { MessageLine } from './message-line.ts';

const RESET_TRIES = 5;
const RESET_MS = 200;
/** The device needs this after its logic was reset (e384commLib). */
const SETTLE_MS = 50;

/**
 * Resets the device's logic and waits for its answer.
 * @returns seed of a simulated device, null for a real one
 * @throws RigError no-answer
 */
export async function resetLogic(line: MessageLine, signal: AbortSignal): Promise<number | null> {
  for (let attempt = 0; attempt < RESET_TRIES; attempt++) {
    const answer = await resetOnce(line, signal);
    if (answer === null) continue;
    await line.send({ type: MESSAGE.ping, words: [] });
    await wait(SETTLE_MS);
    return simulatedSeed(answer.words);
  }
  throw new RigError(
    'no-answer',
    `Expected an ePatch to answer its reset, got no answer to ${RESET_TRIES} tries. Check that it is an ePatch and powered, then connect ` +
      `again.`,
  );
}

async function resetOnce(line: MessageLine, signal: AbortSignal): Promise<EpatchFrame | null> {
  const usual = line.onFrame;
  try {
    return await new Promise((resolve, reject) => {
      const cancelled = (): void =>
        reject(new RigError('aborted', 'Connecting was cancelled; the port is closed. Connect again when ready.'));
      if (signal.aborted) cancelled();
      const timer = setTimeout(() => resolve(null), RESET_MS);
      line.onFrame = (frame) => {
        if (frame.type !== (MESSAGE.fpgaReset | FROM_DEVICE)) return;
        clearTimeout(timer);
        resolve(frame);
      };
      line.send({ type: MESSAGE.fpgaReset, words: [] }).catch(reject);
    });
  } finally {
    line.onFrame = usual;
  }
}
