import { performance } from 'node:perf_hooks';
import { createRandom } from '../../src/core/random/random.ts';
import { EmulatedAmplifier } from '../../src/main/rig/emulator/amplifier.ts';
import { EmulatedDevice } from '../../src/main/rig/emulator/device.ts';
import type { DeviceLink } from '../../src/main/rig/emulator/device-link.ts';
import { NO_FAULTS } from '../../src/main/rig/emulator/faults.ts';
import { createPassiveCell } from '../../src/main/rig/emulator/passive-cell.ts';
import type { Behaviour } from './behaviour.ts';
import { HostileLink } from './hostile-link.ts';

const TICK_MS = 4;
const CELL = { seriesResistanceMohm: 20, membraneCapacitancePf: 60, membraneResistanceMohm: 1000, restingMv: 0 };

/** The simulated rig with a passive cell, spoiled by a behaviour, at one end of a line. */
export function startHostile(
  inner: DeviceLink,
  behaviour: Behaviour,
  seed: number,
  surroundings: { readonly vanish: () => void; readonly recordings: () => number },
): { readonly link: HostileLink; stop(): void } {
  const random = createRandom(seed);
  const link = new HostileLink(inner, behaviour, random, surroundings);
  const amplifier = new EmulatedAmplifier({
    cell: createPassiveCell(CELL),
    random: random.fork(1),
    noisePa: 10,
    voltageNoiseMv: 0.05,
    junctionOffsetMv: 0,
  });
  const options = { faults: NO_FAULTS, ringMs: 500, timeScale: 1, now: () => performance.now(), onDeath: () => undefined };
  const device = new EmulatedDevice({ link, amplifier, seed, ...options });
  const timer = setInterval(() => device.tick(), TICK_MS);
  return {
    link,
    stop() {
      clearInterval(timer);
      inner.close();
    },
  };
}
