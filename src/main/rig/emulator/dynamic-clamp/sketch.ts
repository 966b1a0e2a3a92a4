/** A simulated sketch of a microcontroller: it looks at its line now and then. */
export interface Sketch {
  /** Between two looks, ms. */
  readonly pollMs: number;
  /**
   * One look at the line.
   * @param waiting all bytes that came and were not yet taken
   * @returns how many it takes, and what it writes
   */
  look(waiting: Uint8Array): { readonly taken: number; readonly written: readonly Uint8Array[] };
  /** What it is set to inject now, by the names of `set`: what a host must not be wrong about. All are 0 where it injects nothing. */
  injects(): Readonly<Record<string, number>>;
}

/** The membrane of the simulated clamps stays there, mV. */
export const SIMULATED_MV = -60;
/** Time of their loop, us. */
export const SIMULATED_CYCLE_US = 10;
