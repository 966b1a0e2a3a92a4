/** How the conductance of the seal changes along a recording, evenly from its start to its end. */
export interface LeakDrift {
  /** Change over the protocol, and its SD, nS/pF. */
  readonly changeNsPf: number;
  readonly sdNsPf: number;
}
