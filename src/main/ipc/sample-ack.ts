/** Who is told that the page took a block. */
export interface AckTaker {
  samplesTaken(seq: number): void;
}

/**
 * What the page says of the block it took: a number of a block, or it is nothing. Numbers that are not on their way do nothing in the
 * stream.
 */
export function takeSampleAck(taker: AckTaker, seq: unknown): void {
  if (Number.isSafeInteger(seq) && (seq as number) >= 0) taker.samplesTaken(seq as number);
}
