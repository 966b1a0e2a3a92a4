import { PROTOCOL_LIMIT_MV } from '../../../core/protocol/protocol.ts';
import type { ClampMode, ProtocolItem, StimulusGrid } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';

const LIMIT_UV = PROTOCOL_LIMIT_MV * 1000;
/** The wire counts items in 16 bits and a duration in 32 bits of microseconds. */
const MOST_ITEMS = 0xffff;
const LONGEST_US = 0xffff_ffff;
/** Where a device does not tell its grid: half of the coarsest known level step, and its time step. */
const USUAL_ROUNDING = { levelUv: 500, timeUs: 100 } as const;
/** In CC no grid is told; half a pA, in fA. */
const CURRENT_ROUNDING_FA = 500;
const MOST_SAMPLES = 2 ** 31;

/** @throws RigError refused where the wire, or a patched cell, cannot take the items */
export function assertItems(items: readonly ProtocolItem[], mode: ClampMode, sampleRateHz: number): void {
  const refuse = (message: string): never => {
    throw new RigError('refused', message);
  };
  if (items.length < 1 || items.length > MOST_ITEMS) {
    refuse(`Expected a protocol of 1 to ${MOST_ITEMS} items with its hold, got ${items.length}. Shorten it.`);
  }
  let totalUs = 0;
  for (const [index, { startLevel, endLevel, durationUs }] of items.entries()) {
    if (!Number.isInteger(durationUs) || durationUs < 1 || durationUs > LONGEST_US) {
      refuse(`Item ${index + 1}: expected a duration of 0.001 to ${LONGEST_US / 1000} ms, got ${durationUs / 1000} ms. Split or correct the segment.`);
    }
    for (const level of [startLevel, endLevel]) {
      if (!Number.isInteger(level) || (mode === 'VC' && Math.abs(level) > LIMIT_UV) || Math.abs(level) > 0x7fff_ffff) {
        refuse(`Item ${index + 1}: expected a level within +-${PROTOCOL_LIMIT_MV} mV, got ${level / 1000}. Correct the segment.`);
      }
    }
    totalUs += durationUs;
  }
  const samples = (totalUs * sampleRateHz) / 1e6;
  if (samples > MOST_SAMPLES) {
    refuse(`Expected a run of at most ${MOST_SAMPLES} samples, this one has ${Math.round(samples)} at ${sampleRateHz} Hz. Shorten it or sample more slowly.`);
  }
}

/**
 * The items as the device says it will play them, compared with the asked ones: in level, and in time from the start, so that
 * many small errors do not add up unseen. Nothing is armed before this.
 * @param grid the device's rounding; a step may be rounded up or down, never by a whole one
 * @throws RigError bad-device that names the first item which differs
 */
export function assertRealised(
  asked: readonly ProtocolItem[],
  realised: readonly ProtocolItem[],
  grid: StimulusGrid | null,
  mode: ClampMode,
): void {
  const refuse = (what: string, expected: string, came: string): never => {
    throw new RigError(
      'bad-device',
      `The device would not play what was asked: ${what}, expected ${expected}, it would play ${came}. Nothing was played; check the device and its firmware.`,
    );
  };
  if (realised.length !== asked.length) refuse('the protocol', `${asked.length} items`, `${realised.length}`);
  const levelAllowed = mode === 'VC' ? (grid === null ? USUAL_ROUNDING.levelUv : grid.levelStepUv - 1) : mode === 'CC' ? CURRENT_ROUNDING_FA : 0;
  const timeAllowedUs = grid === null ? USUAL_ROUNDING.timeUs : grid.timeStepUs - 1;
  let askedUs = 0;
  let playedUs = 0;
  for (const [index, want] of asked.entries()) {
    const plays = realised[index]!;
    const item = `item ${index + 1} of ${asked.length}`;
    if (plays.kind !== want.kind) refuse(item, `a ${want.kind}`, `a ${plays.kind}`);
    if (plays.flags !== want.flags) refuse(item, `flags ${want.flags}`, `${plays.flags}`);
    for (const end of ['startLevel', 'endLevel'] as const) {
      const unsafe = mode === 'VC' && Math.abs(plays[end]) > LIMIT_UV;
      if (unsafe || Math.abs(plays[end] - want[end]) > levelAllowed) refuse(item, level(want[end], mode), level(plays[end], mode));
    }
    if (plays.kind === 'step' && mode === 'VC' && plays.startLevel !== plays.endLevel) refuse(item, 'one level', `${level(plays.startLevel, mode)} to ${level(plays.endLevel, mode)}`);
    askedUs += want.durationUs;
    playedUs += plays.durationUs;
    if (plays.durationUs < 1 || Math.abs(playedUs - askedUs) > timeAllowedUs) refuse(`the end of ${item}`, `${askedUs / 1000} ms`, `${playedUs / 1000} ms`);
  }
}

function level(value: number, mode: ClampMode): string {
  return mode === 'VC' ? `${value / 1000} mV` : `${value / 1000} pA`;
}
