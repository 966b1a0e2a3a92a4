/** Voltage clamp, current clamp, and current clamp that injects nothing: the cell's own potential. */
export const CLAMP_MODES = ['VC', 'CC', 'I0'] as const;
export type ClampMode = (typeof CLAMP_MODES)[number];
