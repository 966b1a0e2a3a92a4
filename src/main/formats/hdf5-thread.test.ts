import { describe, expect, test } from 'vitest';
import { openHdf5InThread } from './hdf5-thread.ts';

/** A thread that answers each call with an empty group, so much later. */
const slow = (ms: number): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { workerData } from 'node:worker_threads';
      const { port, answered } = workerData;
      port.on('message', () => setTimeout(() => {
        port.postMessage({ ok: true, value: { kind: 'group', attributes: new Map(), names: [] } });
        Atomics.add(answered, 0, 1);
        Atomics.notify(answered, 0);
      }, ${ms}));`)}`,
  );

describe('an HDF5 file in a thread', () => {
  test('has one patience for all its calls: many slow ones end as one that hangs', () => {
    const file = openHdf5InThread(new Uint8Array(8), slow(300), 1500);
    expect(() => {
      for (let i = 0; i < 10; i++) file.get(`/${i}`);
    }).toThrow(/did not come to an end/);
  });

  test('is read while there is patience', () => {
    const file = openHdf5InThread(new Uint8Array(8), slow(1), 60_000);
    for (let i = 0; i < 10; i++) expect(file.get(`/${i}`)).toMatchObject({ kind: 'group' });
    file.close();
  });
});
