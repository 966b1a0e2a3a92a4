/** How the counts of a converter become samples, as reported by the amplifier. Stored beside each recording. */
export interface CalibrationEntry {
  /** 0 voltage, 1 current. */
  readonly channel: number;
  /** Place of the current range in the amplifier's list. */
  readonly range: number;
  /** physical = scale * count + offset, in `unit`. */
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
  readonly filterHz: number;
  readonly date: string;
}
