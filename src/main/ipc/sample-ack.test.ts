import { expect, test } from 'vitest';
import type { SampleBlock } from '../../shared/contract/contract.ts';
import { CREDITS, SampleStream } from '../acquisition/sample-stream.ts';
import { takeSampleAck } from './sample-ack.ts';

const block = { recordingId: 1, sampleRateHz: 1000, voltageMv: new Float32Array(1), currentPa: new Float32Array(1) };

test('only a number of a block is taken for one', () => {
  const taken: number[] = [];
  for (const seq of [0, 7, -1, 1.5, Number.NaN, Infinity, 2 ** 60, '3', null, undefined, {}, [1], true])
    takeSampleAck({ samplesTaken: (n) => taken.push(n) }, seq);
  expect(taken).toEqual([0, 7]);
});

test('a flood of forged numbers neither sends beyond the credits nor stops what follows', () => {
  const sent: SampleBlock[] = [];
  const samples = new SampleStream((next) => sent.push(next));
  const taker = { samplesTaken: (seq: number) => samples.acknowledge(seq) };
  for (let i = 0; i < 2 * CREDITS; i++) samples.push({ ...block, firstSample: i });
  for (let forged = 1000; forged < 101_000; forged++) takeSampleAck(taker, forged);
  expect(sent).toHaveLength(CREDITS);
  takeSampleAck(taker, 0);
  expect(sent).toHaveLength(CREDITS + 1);
});
