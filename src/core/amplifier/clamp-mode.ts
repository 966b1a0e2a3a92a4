/** Voltage clamp, current clamp, and current clamp that injects nothing: the cell's own potential. */
export type ClampMode = 'VC' | 'CC' | 'I0';
