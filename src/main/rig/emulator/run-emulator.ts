import { performance } from 'node:perf_hooks';
import { cellModelNamed } from '../../../core/cell/models.ts';
import { createRandom } from '../../../core/random/random.ts';
import { EmulatedAmplifier } from './amplifier.ts';
import type { EmulatedCell } from './cell.ts';
import { EmulatedDevice } from './device.ts';
import type { DeviceLink } from './device-link.ts';
import type { LineFaults } from './faults.ts';
import { NO_FAULTS } from './faults.ts';
import { simulatedWelcome } from './identity.ts';
import { drawHeartCell } from './kernik-cell.ts';
import { createPassiveCell } from './passive-cell.ts';
import { openPtyLink } from './pty-link.ts';
import { openTcpLink } from './tcp-link.ts';

export interface EmulatorOptions {
  readonly seed: number;
  /** Symbolic link to the pseudo-terminal; none on TCP. */
  readonly path?: string;
  /** 'auto': pseudo-terminal, TCP where there is none. */
  readonly transport?: 'auto' | 'pty' | 'tcp';
  /**
   * Short name of a cell model, or 'passive': resistance and capacitance alone, the model cell of an amplifier's box. Default: the Kernik
   * cell.
   */
  readonly cell?: string;
  /** Of the passive cell; what is absent is as usual. */
  readonly modelCell?: ModelCell;
  readonly noisePa?: number;
  readonly ringMs?: number;
  readonly timeScale?: number;
  readonly hooks?: { readonly faults?: LineFaults; readonly onDeath?: () => void };
}

export interface RunningEmulator {
  readonly address: string;
  readonly serial: string;
  /** Why it is not a pseudo-terminal, where one was wanted. */
  readonly note: string | null;
  stop(): void;
}

/** rms of the current noise, pA: about 0.3 pA/pF on a 50 pF cell at 5 kHz. */
const DEFAULT_NOISE_PA = 15;
const DEFAULT_RING_MS = 500;
const TICK_MS = 4;
/** The passive cell: 20 MOhm, 60 pF, 1 GOhm. */
const MODEL_CELL = { seriesResistanceMohm: 20, membraneCapacitancePf: 60, membraneResistanceMohm: 1000, restingMv: 0 };
export type ModelCell = Partial<Omit<typeof MODEL_CELL, 'restingMv'>>;

/** Starts the simulated rig in this process. It lives until `stop`. */
export async function runEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const { link, note } = await openLink(options);
  const random = createRandom(options.seed).fork(1_000_003);
  const cell: EmulatedCell =
    options.cell === 'passive'
      ? createPassiveCell({ ...MODEL_CELL, ...options.modelCell })
      : drawHeartCell(options.seed, cellModelNamed(options.cell ?? 'kernik')).cell;
  const amplifier = new EmulatedAmplifier({
    cell,
    random,
    noisePa: options.noisePa ?? DEFAULT_NOISE_PA,
    voltageNoiseMv: 0.05,
    junctionOffsetMv: options.cell === 'passive' ? 0 : 2 * random.uniform() - 1,
  });
  const device = new EmulatedDevice({
    link,
    amplifier,
    seed: options.seed,
    faults: options.hooks?.faults ?? NO_FAULTS,
    ringMs: options.ringMs ?? DEFAULT_RING_MS,
    timeScale: options.timeScale ?? 1,
    now: () => performance.now(),
    onDeath: options.hooks?.onDeath ?? ((): void => undefined),
  });
  const timer = setInterval(() => device.tick(), TICK_MS);
  return {
    address: options.path !== undefined && link.address.startsWith('/') ? options.path : link.address,
    serial: simulatedWelcome(options.seed).serial,
    note,
    stop() {
      clearInterval(timer);
      link.close();
    },
  };
}

async function openLink(options: EmulatorOptions): Promise<{ link: DeviceLink; note: string | null }> {
  const transport = options.transport ?? 'auto';
  if (transport === 'tcp') return { link: await openTcpLink(), note: null };
  if (process.platform === 'win32' && transport === 'auto') {
    return { link: await openTcpLink(), note: 'This system has no pseudo-terminals; the rig listens on loopback TCP.' };
  }
  try {
    return { link: await openPtyLink(options.path ?? null), note: null };
  } catch (error) {
    if (transport === 'pty') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { link: await openTcpLink(), note: `No pseudo-terminal (${reason}); the rig listens on loopback TCP.` };
  }
}
