import { localDateOf } from '../local-date.ts';

/** Offset of the vendor's time to seconds since 1904, as whole days: 1580970496 less 23296. */
const TO_1904_S = 1_580_947_200;
const FROM_1904_TO_1970_S = 2_082_844_800;
/** Smaller values have run over 32 bits. */
const WRAP_BELOW_S = 1_580_970_496;

/** Local time of a time stamp of PatchMaster, s; null where that is no date. */
export function hekaDate(stored: number): string | null {
  if (!(stored > 0 && stored < 1e10)) return null;
  const seconds = (stored < WRAP_BELOW_S ? stored + 2 ** 32 : stored) - TO_1904_S - FROM_1904_TO_1970_S;
  if (seconds < 0) return null;
  return localDateOf(seconds * 1000);
}
