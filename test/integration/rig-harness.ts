import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { DRIVERS, Rig, spawnEmulator } from '../../src/main/rig/index.ts';
import type {
  RecordedBlock,
  RecordedEvent,
  RecordedGap,
  RecordedRealisation,
  RecordingEnd,
  RecordingMeta,
  RecordingSink,
  SpawnedEmulator,
} from '../../src/main/rig/index.ts';

const program = fileURLToPath(new URL('./rig-emulator-process.ts', import.meta.url));
const started: { emulators: SpawnedEmulator[]; rigs: Rig[] } = { emulators: [], rigs: [] };

/** A simulated rig in a process of its own. */
export async function startEmulator(seed: number, args: readonly string[] = []): Promise<SpawnedEmulator> {
  const emulator = await spawnEmulator({
    seed,
    args,
    launch: (given) => spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...given], { stdio: 'pipe' }),
  });
  started.emulators.push(emulator);
  return emulator;
}

/** The simulated rig that was started last. */
export function lastEmulator(): SpawnedEmulator {
  const emulator = started.emulators.at(-1);
  if (emulator === undefined) throw new Error('Expected a simulated rig, none was started.');
  return emulator;
}

export function newRig(args: readonly string[] = []): Rig {
  const rig = new Rig({ drivers: DRIVERS, launchEmulator: (seed) => startEmulator(seed, args) });
  started.rigs.push(rig);
  return rig;
}

/** Ends what a test left running. */
export async function endAll(): Promise<void> {
  for (const rig of started.rigs.splice(0)) await rig.disconnect();
  for (const emulator of started.emulators.splice(0)) await emulator.kill();
}

export interface Kept {
  meta: RecordingMeta;
  readonly blocks: RecordedBlock[];
  readonly events: RecordedEvent[];
  readonly gaps: RecordedGap[];
  end: RecordingEnd | null;
}

/** A sink that keeps everything in memory; `onBlock` may throw like a full disk. */
export class MemorySink implements RecordingSink {
  readonly recordings: Kept[] = [];
  private readonly onBlock: (kept: Kept) => void;

  constructor(onBlock: (kept: Kept) => void = () => undefined) {
    this.onBlock = onBlock;
  }

  get last(): Kept {
    const kept = this.recordings.at(-1);
    if (!kept) throw new Error('Expected a recording, nothing has begun.');
    return kept;
  }

  begin(meta: RecordingMeta): number {
    this.recordings.push({ meta, blocks: [], events: [], gaps: [], end: null });
    return this.recordings.length;
  }

  block(block: RecordedBlock): void {
    this.onBlock(this.last);
    this.last.blocks.push(block);
  }

  event(event: RecordedEvent): void {
    this.last.events.push(event);
  }

  gap(gap: RecordedGap): void {
    this.last.gaps.push(gap);
  }

  realised({ protocol, totalSamples }: RecordedRealisation): void {
    this.last.meta = { ...this.last.meta, protocol, totalSamples };
  }

  end(status: RecordingEnd): RecordingEnd {
    this.last.end = status;
    return status;
  }
}

/** The kept samples on the sample clock; NaN where nothing came. Throws where a sample came twice. */
export function assemble(kept: Kept): { voltageMv: Float32Array; currentPa: Float32Array; missing: number } {
  const voltageMv = new Float32Array(kept.meta.totalSamples).fill(Number.NaN);
  const currentPa = new Float32Array(kept.meta.totalSamples).fill(Number.NaN);
  for (const block of kept.blocks) {
    for (let i = 0; i < block.voltageMv.length; i++) {
      const at = block.firstSample + i;
      if (at < 0 || at >= voltageMv.length || !Number.isNaN(voltageMv[at])) throw new Error(`Sample ${at} is out of place.`);
      voltageMv[at] = block.voltageMv[i]!;
      currentPa[at] = block.currentPa[i]!;
    }
  }
  return { voltageMv, currentPa, missing: voltageMv.filter((value) => Number.isNaN(value)).length };
}

export const SHORT_PROTOCOL: Protocol = {
  id: 'short',
  name: 'Short',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 6.02, durationMs: 200 },
    { kind: 'ramp', startMv: -20, endMv: -100.5, durationMs: 150.03 },
    { kind: 'step', voltageMv: -80, durationMs: 100 },
  ],
};

/** Holds at one potential for a long time, in steps of 100 ms. */
export function longProtocol(seconds: number): Protocol {
  const segments = Array.from({ length: seconds * 10 }, (_, i) => ({
    kind: 'step' as const,
    voltageMv: i % 2 === 0 ? -60 : -90,
    durationMs: 100,
  }));
  return { ...SHORT_PROTOCOL, id: 'long', name: 'Long', segments };
}

/** Resolves once `condition` holds. */
export async function until(condition: () => boolean, what: string, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
