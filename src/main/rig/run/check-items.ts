import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';
import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';
import { PROTOCOL_LIMIT_MV } from '../../../core/protocol/protocol.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { RigError } from '../rig-error.ts';
import { mostItems } from './most-items.ts';

/** A duration is at most 32 bits of microseconds, a level 31 bits of uV or fA: more than any cell or amplifier. */
const LONGEST_US = 0xffff_ffff;
const HIGHEST_LEVEL = 0x7fff_ffff;
/** A current is compared within half a pA, in fA: its grid is not reported. */
const CURRENT_ROUNDING_FA = 500;
const MOST_SAMPLES = 2 ** 31;
/** A grid in mV and ms is not exact in binary; levels and times are whole numbers. */
const EXACT = 1e-6;

/** Command voltages that an amplifier may be asked for, mV: its own range, within what a patched cell survives. */
export function commandLimits({ voltageRangeMv }: Pick<AmplifierCapabilities, 'voltageRangeMv'>): {
  readonly lowest: number;
  readonly highest: number;
} {
  return { lowest: Math.max(-PROTOCOL_LIMIT_MV, voltageRangeMv.lowest), highest: Math.min(PROTOCOL_LIMIT_MV, voltageRangeMv.highest) };
}

/** @throws RigError refused where the amplifier, or a patched cell, cannot take the items */
export function assertItems(
  items: readonly StimulusItem[],
  { mode, sampleRateHz }: { readonly mode: ClampMode; readonly sampleRateHz: number },
  capabilities: Pick<AmplifierCapabilities, 'itemsPerDownload' | 'voltageRangeMv'> & { readonly restsBetweenDownloads?: boolean },
): void {
  const refuse = (message: string): never => {
    throw new RigError('refused', message);
  };
  const most = mostItems(capabilities);
  if (items.length < 1 || items.length > most) {
    refuse(`Expected a protocol of 1 to ${most} items with its hold, got ${items.length}. Shorten it.`);
  }
  const { lowest, highest } = commandLimits(capabilities);
  const range = lowest === -highest ? `+-${highest}` : `${lowest} to ${highest}`;
  let totalUs = 0;
  for (const [index, { startLevel, endLevel, durationUs }] of items.entries()) {
    if (!Number.isInteger(durationUs) || durationUs < 1 || durationUs > LONGEST_US) {
      refuse(
        `Item ${index + 1}: expected a duration of 0.001 to ${LONGEST_US / 1000} ms, got ${durationUs / 1000} ms. Split or ` +
          `correct the segment.`,
      );
    }
    for (const level of [startLevel, endLevel]) {
      const outside = mode === 'VC' && (level > highest * 1000 || level < lowest * 1000);
      if (!Number.isInteger(level) || outside || Math.abs(level) > HIGHEST_LEVEL) {
        refuse(`Item ${index + 1}: expected a level within ${range} mV, got ${level / 1000}. Correct the segment.`);
      }
    }
    totalUs += durationUs;
  }
  const samples = (totalUs * sampleRateHz) / 1e6;
  if (samples > MOST_SAMPLES) {
    refuse(
      `Expected a run of at most ${MOST_SAMPLES} samples, this one has ${Math.round(samples)} at ${sampleRateHz} Hz. Shorten it ` +
        `or sample more slowly.`,
    );
  }
}

/**
 * Compares the items as the amplifier says it will play them with the asked ones: in level, and in time from the start, so that
 * many small errors do not add up unseen. Nothing is armed before this.
 * A step may be rounded up or down, never by a whole one.
 * @throws RigError bad-device that names the first item which differs
 */
export function assertRealised(
  asked: readonly StimulusItem[],
  realised: readonly StimulusItem[],
  { stimulusGrid, roundedWithin }: Pick<AmplifierCapabilities, 'stimulusGrid' | 'roundedWithin'>,
  mode: ClampMode,
): void {
  const refuse = (what: string, expected: string, came: string): never => {
    throw new RigError(
      'bad-device',
      `The device would not play what was asked: ${what}, expected ${expected}, it would play ${came}. Nothing was played; check ` +
        `the device and its firmware.`,
    );
  };
  if (realised.length !== asked.length) refuse('the protocol', `${asked.length} items`, `${realised.length}`);
  const levelAllowed = {
    VC: roundedWithin === null ? stimulusGrid.voltageStepMv * 1000 - 1 : roundedWithin.levelMv * 1000,
    CC: CURRENT_ROUNDING_FA,
    I0: 0,
  }[mode];
  const timeAllowedUs = roundedWithin === null ? stimulusGrid.timeStepMs * 1000 - 1 : roundedWithin.timeMs * 1000;
  let askedUs = 0;
  let playedUs = 0;
  for (const [index, want] of asked.entries()) {
    const plays = realised[index]!;
    const item = `item ${index + 1} of ${asked.length}`;
    if (plays.kind !== want.kind) refuse(item, `a ${want.kind}`, `a ${plays.kind}`);
    if (plays.skippable !== want.skippable) refuse(item, skipped(want), skipped(plays));
    for (const end of ['startLevel', 'endLevel'] as const) {
      const unsafe = mode === 'VC' && Math.abs(plays[end]) > PROTOCOL_LIMIT_MV * 1000;
      // Written so that NaN is refused.
      if (unsafe || !(Math.abs(plays[end] - want[end]) <= levelAllowed + EXACT))
        refuse(item, level(want[end], mode), level(plays[end], mode));
    }
    if (plays.kind === 'step' && mode === 'VC' && plays.startLevel !== plays.endLevel)
      refuse(item, 'one level', `${level(plays.startLevel, mode)} to ${level(plays.endLevel, mode)}`);
    askedUs += want.durationUs;
    playedUs += plays.durationUs;
    if (!(plays.durationUs >= 1) || !(Math.abs(playedUs - askedUs) <= timeAllowedUs + EXACT))
      refuse(`the end of ${item}`, `${askedUs / 1000} ms`, `${playedUs / 1000} ms`);
  }
}

function skipped({ skippable }: StimulusItem): string {
  return skippable ? 'an item that may be fast-forwarded' : 'an item in real time';
}

function level(value: number, mode: ClampMode): string {
  return mode === 'VC' ? `${value / 1000} mV` : `${value / 1000} pA`;
}
