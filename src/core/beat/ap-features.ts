import { nullable, number, record, type Of } from '../schema/index.ts';

/** Action potential features; a feature is null where the outcome has none. */
export const apFeaturesSchema = record({
  beats: number,
  cycleLengthMs: nullable(number),
  apd50Ms: nullable(number),
  apd90Ms: nullable(number),
  mdpMv: nullable(number),
  peakMv: nullable(number),
  dvdtMaxVs: nullable(number),
});
export type ApFeatures = Of<typeof apFeaturesSchema>;
