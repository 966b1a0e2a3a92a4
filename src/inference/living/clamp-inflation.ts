/**
 * By how much the clamp of a living cell counts less than its SDs say where it is fitted alone: what the model misses of it is no noise and
 * would draw the cell out of where others of its kind lie.
 */
export const CLAMP_INFLATION = 40;
