import { performance } from 'node:perf_hooks';
import { createRandom } from '../../../core/random/random.ts';
import { EmulatedAmplifier } from './amplifier.ts';
import type { EmulatorOrder } from '../../../shared/rig/emulator-order.ts';
import { Bench, type BenchOptions } from './bench.ts';
import { EmulatedDevice } from './device.ts';
import { emulatedCell } from './emulated-cell.ts';
import type { LineFaults } from './faults.ts';
import { NO_FAULTS } from './faults.ts';
import { simulatedWelcome } from './identity.ts';
import { linkAddress, openLink, type LinkOptions } from './open-link.ts';
import type { PassiveCellParameters } from './passive-cell.ts';

export interface EmulatorOptions extends LinkOptions {
  readonly seed: number;
  /**
   * Short name of a cell model, or 'passive': resistance and capacitance alone, the model cell of an amplifier's box. Default: the Kernik
   * cell.
   */
  readonly cell?: string;
  /** Of the passive cell; what is absent is as usual. */
  readonly modelCell?: Partial<PassiveCellParameters>;
  readonly noisePa?: number;
  readonly bench?: BenchOptions;
  /** Adds a hum of the mains to the current, pA of its amplitude. */
  readonly humPa?: number;
  /** Offset of the electrode, mV; drawn from the seed where absent. */
  readonly offsetMv?: number;
  /** The offset drifts by so much, mV a minute. */
  readonly driftMvPerMin?: number;
  readonly ringMs?: number;
  readonly timeScale?: number;
  /** Id of an amplifier in front of it whose knobs it reads. */
  readonly telegraph?: string;
  readonly hooks?: { readonly faults?: LineFaults; readonly onDeath?: () => void };
}

export interface RunningEmulator {
  readonly address: string;
  readonly serial: string;
  /** Why it is not a pseudo-terminal, where one was wanted. */
  readonly note: string | null;
  /** Does what a hand does at a real rig. */
  carryOut(order: EmulatorOrder): void;
  stop(): void;
}

/** rms of the current noise, pA: about 0.3 pA/pF on a 50 pF cell at 5 kHz. */
const DEFAULT_NOISE_PA = 15;
const DEFAULT_RING_MS = 500;
const TICK_MS = 4;

/** Starts the simulated rig in this process. It lives until `stop`. */
export async function runEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const { link, note } = await openLink(options);
  const random = createRandom(options.seed).fork(1_000_003);
  const bench = new Bench(emulatedCell(options.cell ?? 'kernik', options.seed, options.modelCell), {
    ...options.bench,
    seed: options.seed,
  });
  const drawnMv = 2 * random.uniform() - 1;
  const amplifier = new EmulatedAmplifier({
    cell: bench.cell,
    random,
    noisePa: options.noisePa ?? DEFAULT_NOISE_PA,
    voltageNoiseMv: 0.05,
    junctionOffsetMv: options.offsetMv ?? (options.cell === 'passive' ? 0 : drawnMv),
    driftMvPerMin: options.driftMvPerMin ?? 0,
    humPa: options.humPa ?? 0,
  });
  const device = new EmulatedDevice({
    link,
    amplifier,
    seed: options.seed,
    faults: options.hooks?.faults ?? NO_FAULTS,
    ringMs: options.ringMs ?? DEFAULT_RING_MS,
    timeScale: options.timeScale ?? 1,
    ...(options.telegraph === undefined ? {} : { telegraph: options.telegraph }),
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
    serial: simulatedWelcome(options.seed).serial,
    note,
    carryOut: (order) => bench.carryOut(order),
    stop() {
      clearInterval(timer);
      link.close();
    },
  };
}
