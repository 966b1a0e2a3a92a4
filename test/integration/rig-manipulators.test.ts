import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { MANIPULATORS, openManipulator } from '../../src/main/rig/index.ts';
import { newStation, type Station } from './acquisition-harness.ts';
import { endAll, lastEmulator, startEmulator, until } from './rig-harness.ts';

let station: Station | null = null;
afterEach(async () => {
  await station?.client.close();
  station = null;
  await endAll();
});

describe('a simulated micromanipulator', () => {
  it.each(MANIPULATORS)('%s says where it is, stops, and can be opened again', async (kind) => {
    const { address } = await startEmulator(1, ['--device', kind]);
    for (let attempt = 0; attempt < 2; attempt++) {
      const manipulator = await openManipulator(kind, address);
      expect(await manipulator.position()).toEqual({ xUm: 1250, yUm: 80, zUm: 3406.5 });
      await manipulator.stop();
      expect(await manipulator.position()).toEqual({ xUm: 1250, yUm: 80, zUm: 3406.5 });
      await manipulator.close();
    }
  });

  it('of another kind, or one that is silent, is refused in a sentence', async () => {
    const { address } = await startEmulator(1, ['--device', 'mp-285']);
    await expect(openManipulator('scientifica', address)).rejects.toThrow(/Expected a Scientifica manipulator, got|Expected an answer of/);
    const silent = await startEmulator(1, ['--device', 'mpc-200', '--faults', 'drop=1']);
    await expect(openManipulator('mpc-200', silent.address)).rejects.toThrow(
      /Expected an answer of a Sutter MPC-200 within 1 s, got 0 bytes/,
    );
  });
});

describe('a manipulator beside the rig', () => {
  it.each(MANIPULATORS)('%s is shown where it is, stopped and let go, without a rig', async (kind) => {
    const { address } = await startEmulator(1, ['--device', kind]);
    const { client, log } = (station = newStation(mkdtempSync(join(tmpdir(), 'manipulator-'))));
    const { manipulator, state } = await client.request('manipulator', { wish: { kind, port: address } });
    expect(state).toBe('disconnected');
    expect(manipulator).toMatchObject({ kind, port: address, position: { xUm: 1250, yUm: 80, zUm: 3406.5 }, problem: null });
    expect(manipulator?.isPolled).toBe(kind !== 'mp-285');
    expect((await client.request('stopManipulator', undefined)).manipulator?.problem).toBeNull();
    expect(log.map(({ words }) => words)).toContain('Manipulator stopped.');
    expect((await client.request('manipulator', { wish: null })).manipulator).toBeNull();
    await expect(client.request('stopManipulator', undefined)).rejects.toThrow(/none is connected/);
    // Its port is free again.
    await client.request('manipulator', { wish: { kind, port: address } });
  });

  it('that is unplugged says so, and its stop too', async () => {
    const { address } = await startEmulator(1, ['--device', 'scientifica']);
    const { client } = (station = newStation(mkdtempSync(join(tmpdir(), 'manipulator-'))));
    await client.request('manipulator', { wish: { kind: 'scientifica', port: address } });
    await lastEmulator().kill();
    await until(() => client.status().manipulator?.position === null, 'what is missing');
    expect(client.status().manipulator?.problem).toMatch(/gone|failed|Expected an answer/);
    await expect(client.request('stopManipulator', undefined)).rejects.toThrow(
      /^The stop was sent and not confirmed\..*at its controller\.$/,
    );
  });

  it('that is none is refused in a sentence, and nothing stays connected', async () => {
    const { address } = await startEmulator(1, ['--device', 'mp-285']);
    const { client } = (station = newStation(mkdtempSync(join(tmpdir(), 'manipulator-'))));
    await expect(client.request('manipulator', { wish: { kind: 'scientifica', port: address } })).rejects.toThrow(/^Expected/);
    expect(client.status().manipulator).toBeNull();
  });
});
