import { expect, test } from 'vitest';
import { SeriesBuffer } from './series-buffer.ts';

test('blocks begin at multiples of their length; gaps end one; nothing is lost', () => {
  const written: (readonly [number, number[]])[] = [];
  const block = new Float32Array(4);
  const buffer = new SeriesBuffer(
    4,
    () => block,
    (first, samples) => written.push([first, [...block.subarray(0, samples)]]),
  );
  buffer.add(0, Float32Array.of(0, 1, 2));
  buffer.add(3, Float32Array.of(3, 4, 5, 6, 7, 8));
  buffer.add(11, Float32Array.of(11, 12));
  buffer.add(13, new Float32Array(0));
  buffer.flush();
  buffer.flush();
  expect(written).toEqual([
    [0, [0, 1, 2, 3]],
    [4, [4, 5, 6, 7]],
    [8, [8]],
    [11, [11]],
    [12, [12]],
  ]);
});
