/** How the current axis of the test pulses is set: to the steady current, to everything, or to a range that stays. */
export type PulseScale = 'steady' | 'whole' | 'fixed';

export const FIXED_LEAST_PA = 10;
export const FIXED_MOST_PA = 20_000;
/** Steps of the fixed range, up and down: 1, 2, 5 of a decade. */
const STEPS = [1, 2, 5] as const;
/** Smallest range shown, so that noise does not look like a signal, pA. */
const LEAST_PA = 40;

/** The next wider (or narrower) range of the steps, pA; stays within what a rig can show. */
export function nextFixed(nowPa: number, wider: boolean): number {
  const all = Array.from({ length: 5 }, (_, decade) => STEPS.map((step) => step * 10 ** decade)).flat();
  const allowed = all.filter((pa) => pa >= FIXED_LEAST_PA && pa <= FIXED_MOST_PA);
  const next = wider ? allowed.find((pa) => pa > nowPa) : allowed.findLast((pa) => pa < nowPa);
  return next ?? nowPa;
}

/** Both ends of the current axis, pA; null: the range of the data. */
export function currentAxis(scale: PulseScale, fixedPa: number, steady: readonly [number, number] | null): [number, number] | null {
  if (scale === 'fixed') return [-fixedPa, fixedPa];
  if (scale === 'whole' || steady === null) return null;
  const [low, high] = steady;
  const pad = Math.max(0, LEAST_PA - (high - low)) / 2 + 0.15 * (high - low);
  return [low - pad, high + pad];
}
