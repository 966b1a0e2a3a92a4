import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('a timer comes between two turns, however many wait', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const busy = (ms: number): void => {
    for (const end = performance.now() + ms; performance.now() < end;);
  };
  const served = Array.from({ length: 10 }, async (_, i) => {
    await turns.next();
    order.push(`request ${i}`);
    busy(3);
  });
  setTimeout(() => order.push('rig'), 1);
  await Promise.all(served);
  expect(order.filter((what) => what !== 'rig')).toEqual(Array.from({ length: 10 }, (_, i) => `request ${i}`));
  expect(order.indexOf('rig')).toBeLessThan(4);
});
