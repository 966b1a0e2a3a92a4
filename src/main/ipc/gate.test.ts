import { expect, test } from 'vitest';
import { Gate } from './gate.ts';
import { Turns } from './turns.ts';

function held() {
  const open: (() => void)[] = [];
  let begun = 0;
  const work = (): Promise<number> => {
    const mine = ++begun;
    return new Promise((resolve) => open.push(() => resolve(mine)));
  };
  return { open, work, begun: () => begun };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test('carries out so many at once, lets so many wait in order, and refuses the rest', async () => {
  const gate = new Gate({ atOnce: 2, waiting: 2 }, new Turns());
  const { open, work, begun } = held();
  const answers = Array.from({ length: 4 }, () => gate.pass(work));
  await expect(gate.pass(work)).rejects.toMatchObject({ code: 'busy' });
  await turn();
  expect(begun()).toBe(2);
  open.shift()?.();
  await turn();
  expect(begun()).toBe(3);
  while (open.length > 0) {
    open.shift()?.();
    await turn();
  }
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
});

test('a failure gives its place to the next', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 1 }, new Turns());
  const failing = gate.pass(() => Promise.reject(new Error('no')));
  const next = gate.pass(() => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
  expect(await gate.pass(() => Promise.resolve('again'))).toBe('again');
});

test('of a flood only the burst is carried out, then so many a second', async () => {
  const clock = { ms: 0 };
  const gate = new Gate({ atOnce: 1, waiting: 0 }, new Turns(), () => clock.ms);
  let done = 0;
  const flood = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await gate.pass(() => Promise.resolve(done++)).catch(() => undefined);
  };
  await flood(10_000);
  expect(done).toBe(150);
  clock.ms = 1000;
  await flood(10_000);
  expect(done).toBe(250);
});

test('merged requests share one answer and are never refused', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 0, merged: true }, new Turns());
  const { open, work, begun } = held();
  const answers = Array.from({ length: 10_000 }, () => gate.pass(work));
  open[0]?.();
  expect(new Set(await Promise.all(answers))).toEqual(new Set([1]));
  expect(begun()).toBe(1);
  const after = gate.pass(work);
  open[1]?.();
  expect(await after).toBe(2);
});
