/** The reason of a gap in which nothing was recorded on purpose: none of its samples was lost. */
export const PAUSE = 'pause between sweeps';
