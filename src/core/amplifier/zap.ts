import { number, nullable, numberBetween, record, type Of } from '../schema/index.ts';

/**
 * What may be asked of any device. Patch-clamp amplifiers zap with 0.5 to 1.3 V for 0.05 to 50 ms; a pulse of more than 10 ms kills
 * the seal of a small cell. Apart from the limit of a protocol, to which no pulse of this size may belong.
 */
export const ZAP_LIMITS = { levelMv: 1500, shortestMs: 0.02, longestMs: 10 } as const;
/** Levels and durations that a device may state for its own: beyond them it is none. */
export const ZAP_OFFER_LIMITS = { levelMv: 10_000, longestMs: 1000 } as const;

/** A short pulse through the patch under a sealed pipette, which may break it: level of the pipette, mV, and duration, ms. */
export const zapPulseSchema = record({
  levelMv: numberBetween(-ZAP_LIMITS.levelMv, ZAP_LIMITS.levelMv),
  durationMs: numberBetween(ZAP_LIMITS.shortestMs, ZAP_LIMITS.longestMs),
});
export type ZapPulse = Of<typeof zapPulseSchema>;

export const USUAL_ZAP: ZapPulse = { levelMv: 800, durationMs: 0.5 };

/** What a device can give. */
export const zapOfferSchema = record({
  /** Furthest level either way, mV; null: it has a level of its own, which it does not state. */
  levelMv: nullable(number),
  longestMs: number,
});
export type ZapOffer = Of<typeof zapOfferSchema>;

/** A pulse as a device gave it; level null: its own. */
export interface GivenZap {
  readonly levelMv: number | null;
  readonly durationMs: number;
}

/**
 * Why a pulse cannot be given, in a sentence; null where it can.
 * @param offer of the device; null: it has no zap
 */
export function zapProblem({ levelMv, durationMs }: ZapPulse, offer: ZapOffer | null): string | null {
  if (offer === null) return 'Expected a device that can zap, this one cannot. Break in by suction, or with the zap of the amplifier.';
  const mostMv = Math.min(ZAP_LIMITS.levelMv, offer.levelMv ?? ZAP_LIMITS.levelMv);
  const longestMs = Math.min(ZAP_LIMITS.longestMs, offer.longestMs);
  const { shortestMs } = ZAP_LIMITS;
  if (!(Math.abs(levelMv) <= mostMv) || levelMv === 0)
    return `Expected a zap of up to ${mostMv} mV either way and not 0, got ${levelMv} mV. Enter another level.`;
  if (!(durationMs >= shortestMs && durationMs <= longestMs))
    return `Expected a zap of ${shortestMs} to ${longestMs} ms, got ${durationMs} ms. Enter another duration.`;
  return null;
}

/** @example zapWords({ levelMv: 800, durationMs: 0.5 }) // '800 mV for 0.5 ms' */
export function zapWords({ levelMv, durationMs }: GivenZap): string {
  const level = levelMv === null ? 'the level of the device' : `${Number(levelMv.toFixed(1))} mV`;
  return `${level} for ${Number(durationMs.toFixed(3))} ms`;
}
