import { performance } from 'node:perf_hooks';
import { createRandom } from '../../../../core/random/random.ts';
import type { EpatchModel } from '../../../../shared/epatch/index.ts';
import { EmulatedAmplifier } from '../amplifier.ts';
import { Bench } from '../bench.ts';
import { emulatedCell } from '../emulated-cell.ts';
import { NO_FAULTS } from '../faults.ts';
import { linkAddress, openLink } from '../open-link.ts';
import type { EmulatorOptions, RunningEmulator } from '../run-emulator.ts';
import { EpatchDevice } from './epatch-device.ts';

/** rms of the unfiltered noise of a sample, pA: about 15 pA behind the program's filter of 5 kHz at 50 kHz. */
const DEFAULT_NOISE_PA = 30;
/** A pseudo-terminal holds 4 KB, which is 19 ms of samples at 50 kHz. */
const TICK_MS = 1;

/** Starts a simulated ePatch in this process. It lives until `stop`. */
export async function runEpatch(
  options: Omit<EmulatorOptions, 'ringMs' | 'timeScale'> & { readonly model: EpatchModel },
): Promise<RunningEmulator> {
  const { link, note } = await openLink(options);
  const random = createRandom(options.seed).fork(1_000_003);
  const cell = options.cell ?? 'kernik';
  const bench = new Bench(emulatedCell(cell, options.seed, options.modelCell), { ...options.bench, seed: options.seed });
  const drawnMv = 2 * random.uniform() - 1;
  const junctionOffsetMv = options.offsetMv ?? (cell === 'passive' ? 0 : drawnMv);
  const amplifier = new EmulatedAmplifier({
    cell: bench.cell,
    random,
    noisePa: options.noisePa ?? DEFAULT_NOISE_PA,
    voltageNoiseMv: 0.05,
    junctionOffsetMv,
    driftMvPerMin: options.driftMvPerMin ?? 0,
    humPa: options.humPa ?? 0,
  });
  const device = new EpatchDevice({
    link,
    amplifier,
    model: options.model,
    seed: options.seed,
    faults: options.hooks?.faults ?? NO_FAULTS,
    junctionOffsetMv,
    now: () => performance.now(),
    onDeath: options.hooks?.onDeath ?? ((): void => undefined),
  });
  const timer = setInterval(() => {
    bench.tick(performance.now());
    amplifier.drift(performance.now());
    device.tick();
  }, TICK_MS);
  return {
    address: linkAddress(link, options),
    serial: `SIM-${String(options.seed).padStart(6, '0')}`,
    note,
    carryOut: (order) => bench.carryOut(order),
    stop() {
      clearInterval(timer);
      link.close();
    },
  };
}
