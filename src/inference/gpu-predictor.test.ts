import { expect, test } from 'vitest';
import type { GpuReply, GpuRequest } from '../shared/inference/gpu.ts';
import { portPredictor } from './gpu-predictor.ts';

/** A port whose page answers each request as the test defines. */
function portAnswering(answer: (request: GpuRequest) => unknown) {
  let deliver: (event: { data: GpuReply }) => void = () => undefined;
  return {
    on: (event: 'message' | 'close', listener: (event: { data: GpuReply }) => void) => {
      if (event === 'message') deliver = listener;
    },
    start: () => undefined,
    postMessage: (request: GpuRequest) => {
      for (const nonsense of [null, undefined, 7, {}, { id: 99 }]) deliver({ data: nonsense as unknown as GpuReply });
      deliver({ data: answer(request) as GpuReply });
    },
  };
}

test('ignores invalid messages between the answers, and values must be rows of numbers', async () => {
  const predicted = (values: unknown) =>
    portPredictor(
      portAnswering(({ id }) => ({ type: 'predicted', id, values })),
      'test',
    ).predict('m', new Float32Array(4), 2);
  expect([...(await predicted(Float32Array.of(1, 2, 3, 4)))]).toEqual([1, 2, 3, 4]);
  for (const values of [[1, 2], 'x', null, new Float32Array(3), new Float32Array(0), { length: 2 }])
    await expect(predicted(values)).rejects.toThrow(/Expected 2 rows of values/);
});
