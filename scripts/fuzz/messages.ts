export interface FuzzCase {
  readonly seed: number;
  /** Which file of the corpus. */
  readonly file: number;
}

export interface FuzzAnswer extends FuzzCase {
  readonly outcome: 'read' | 'refused' | 'fault';
  /** The format, the reason, or the stack. */
  readonly detail: string;
  readonly ms: number;
  /** Largest resident memory of the process so far, MB. */
  readonly peakMb: number;
}
