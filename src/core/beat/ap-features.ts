/** Action potential features; a feature is null where the outcome has none. */
export interface ApFeatures {
  readonly beats: number;
  readonly cycleLengthMs: number | null;
  readonly apd50Ms: number | null;
  readonly apd90Ms: number | null;
  readonly mdpMv: number | null;
  readonly peakMv: number | null;
  readonly dvdtMaxVs: number | null;
}
