import { afterEach, describe, expect, it } from 'vitest';
import { MANIPULATORS, openManipulator } from '../../src/main/rig/index.ts';
import { endAll, startEmulator } from './rig-harness.ts';

afterEach(endAll);

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
