/** Gets the acknowledgement that the page took a block. */
export interface AckTaker {
  samplesTaken(seq: number): void;
}

/**
 * The page's acknowledgement of a block: the number of a block, anything else is ignored. The stream ignores numbers of blocks that
 * are not under way.
 */
export function takeSampleAck(taker: AckTaker, seq: unknown): void {
  if (Number.isSafeInteger(seq) && (seq as number) >= 0) taker.samplesTaken(seq as number);
}
