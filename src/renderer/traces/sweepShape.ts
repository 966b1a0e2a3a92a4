/** Where a sweep has its edges, ms. */
export interface SweepShape {
  readonly beforeMs: number;
  readonly sweepMs: number;
}
