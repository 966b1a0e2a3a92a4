/** How a segment's value or duration changes from sweep to sweep. */
export interface HekaIncrement {
  /** 0 increase, 1 decrease, 2 and 3 interleaved, 4 alternate, 5 to 9 the same by factors. */
  readonly mode: number;
  readonly base: number;
  readonly step: number;
  readonly factor: number;
}

/**
 * The value of one sweep; null where the mode's order is not published (interleaved) or which of two
 * logarithmic rules was chosen is not stored.
 */
export function hekaValue({ mode, base, step, factor }: HekaIncrement, sweep: number, sweeps: number): number | null {
  if (mode > 4) return factor === 1 && step === 0 ? base : null;
  if (step === 0) return base;
  if (mode === 0) return base + step * sweep;
  if (mode === 1) return base + step * (sweeps - 1 - sweep);
  if (mode === 4) return base + step * (sweep % 2 === 0 ? sweep / 2 : sweeps - (sweep + 1) / 2);
  return null;
}
