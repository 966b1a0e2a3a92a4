import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import { zapProblem, zapWords, type GivenZap, type ZapPulse } from '../../../core/amplifier/zap.ts';
import { RigError } from '../rig-error.ts';

/** A device rounds a zap to the steps of its converter and of its clock. */
const ROUNDED = { share: 0.02, levelMv: 5, durationMs: 0.1 } as const;

/** @throws RigError refused for a pulse beyond the limits of every device, or of this one */
export function assertZap(pulse: ZapPulse, { zap }: Pick<AmplifierCapabilities, 'zap'>): void {
  const problem = zapProblem(pulse, zap);
  if (problem !== null) throw new RigError('refused', problem);
}

/** What was given, where it is what was asked up to rounding. @throws RigError bad-device */
export function checkZap(asked: ZapPulse, given: GivenZap): GivenZap {
  // Written so that NaN fails.
  const level = given.levelMv === null || Math.abs(given.levelMv - asked.levelMv) <= within(asked.levelMv, ROUNDED.levelMv);
  const duration = given.durationMs > 0 && Math.abs(given.durationMs - asked.durationMs) <= within(asked.durationMs, ROUNDED.durationMs);
  if (level && duration) return given;
  throw new RigError(
    'bad-device',
    `Expected a zap of ${zapWords(asked)}, the device gave ${zapWords(given)}. Look at the seal, and zap no more with this device.`,
  );
}

function within(asked: number, least: number): number {
  return Math.max(least, ROUNDED.share * Math.abs(asked));
}
