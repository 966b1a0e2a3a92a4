import type { SampleStream } from './sample-stream.ts';

/** What the page says of the block it took: a number of a block, or it is nothing. Numbers that are not on their way do nothing in the stream. */
export function takeSampleAck(samples: Pick<SampleStream, 'acknowledge'>, seq: unknown): void {
  if (Number.isSafeInteger(seq) && (seq as number) >= 0) samples.acknowledge(seq as number);
}
