/** A part of a trace on screen, ms from its first sample. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}
