import { performance } from 'node:perf_hooks';
import { createRandom } from '../../../src/core/random/random.ts';
import { sampleCommand, type Protocol } from '../../../src/core/protocol/protocol.ts';
import { epatchDriver } from '../../../src/main/rig/drivers/epatch/index.ts';
import { EmulatedAmplifier } from '../../../src/main/rig/emulator/amplifier.ts';
import { emulatedCell } from '../../../src/main/rig/emulator/emulated-cell.ts';
import { EpatchDevice } from '../../../src/main/rig/emulator/epatch/epatch-device.ts';
import { NO_FAULTS } from '../../../src/main/rig/emulator/faults.ts';
import { openPtyLink } from '../../../src/main/rig/emulator/pty-link.ts';
import { Rig, type RunOutcome } from '../../../src/main/rig/index.ts';
import { EPATCH_MODELS } from '../../../src/shared/epatch/index.ts';
import { assemble, MemorySink, until, type Kept } from '../../integration/rig-harness.ts';
import { inParallel } from '../attempts.ts';
import type { KeptVerdicts } from '../kept-verdicts.ts';
import { memoryLine } from '../memory-line.ts';
import { EPATCH_KINDS } from './kinds.ts';
import { randomTwist } from './random-twist.ts';
import type { EpatchEnd, EpatchKind } from './twist.ts';
import { twistedLink } from './twisted-link.ts';

export interface EpatchVerdict {
  readonly name: string;
  readonly seed: number;
  readonly line: 'memory' | 'pty';
  readonly expected: EpatchEnd;
  readonly came: string;
  readonly word: string;
  readonly seconds: number;
  readonly broken: readonly string[];
}

export interface EpatchFaultOptions {
  readonly seeds: number;
  readonly ptyEvery: number;
  readonly atOnce: number;
  readonly only?: string;
  /** Verdicts of earlier runs, which are not tried again. */
  readonly kept?: KeptVerdicts<EpatchVerdict>;
  readonly onVerdict?: (verdict: EpatchVerdict) => void;
}

const TICK_MS = 2;
const LIMIT_MS = 60_000;
const LONGEST_WORDS = 400;
/** A rest that ended within a loss is known within a frame; the protocol has one. */
const ESTIMATED_SAMPLES = 150;
const PROTOCOL: Protocol = {
  id: 'hostile',
  name: 'Hostile',
  source: 'test',
  holdingMv: -80,
  segments: [
    ...Array.from({ length: 13 }, (_, i) => ({ kind: 'step' as const, voltageMv: 20 - 10 * i, durationMs: 21 })),
    { kind: 'step', voltageMv: -80, durationMs: 20 },
    ...Array.from({ length: 8 }, (_, i) => ({ kind: 'ramp' as const, startMv: -100, endMv: 10 * i, durationMs: 25 })),
  ],
};

/** Plays every kind of hostile ePatch and so many bad lines against the real driver and rig. */
export async function verifyEpatchFaults({
  seeds,
  ptyEvery,
  atOnce,
  only = '',
  kept,
  onVerdict,
}: EpatchFaultOptions): Promise<EpatchVerdict[]> {
  const kinds = EPATCH_KINDS.filter(({ name }) => name.includes(only));
  const random = Array.from({ length: seeds }, (_, seed) => randomTwist(createRandom(seed), seed));
  const tasks = [...kinds, ...random].map((kind, seed) => ({ kind, seed }));
  const run = async (kind: EpatchKind, seed: number, pty: boolean): Promise<EpatchVerdict> => {
    const known = kept?.of({ name: kind.name, seed, line: pty ? 'pty' : 'memory' });
    const verdict = known ?? (await judged(kind, seed, pty));
    if (known === undefined) kept?.keep(verdict);
    onVerdict?.(verdict);
    return verdict;
  };
  const overPty = ptyEvery > 0 && process.platform !== 'win32' ? tasks.filter((_, i) => i % ptyEvery === 0) : [];
  return [
    ...(await inParallel(tasks, atOnce, ({ kind, seed }) => run(kind, seed, false))),
    ...(await inParallel(overPty, Math.min(2, atOnce), ({ kind, seed }) => run(kind, seed, true))),
  ];
}

async function judged(kind: EpatchKind, seed: number, pty: boolean): Promise<EpatchVerdict> {
  const beganMs = performance.now();
  const sink = new MemorySink();
  const model = EPATCH_MODELS[seed % EPATCH_MODELS.length]!;
  const memory = pty ? null : memoryLine('hostile');
  const inner = memory?.device ?? (await openPtyLink(null));
  const device = new EpatchDevice({
    link: twistedLink(inner, kind, seed, () => sink.recordings.length),
    amplifier: new EmulatedAmplifier({
      cell: emulatedCell('passive', seed),
      random: createRandom(seed),
      noisePa: 1,
      voltageNoiseMv: 0,
      junctionOffsetMv: 0,
    }),
    model,
    seed,
    faults: NO_FAULTS,
    junctionOffsetMv: 0,
    now: () => performance.now(),
    onDeath: () => undefined,
  });
  const timer = setInterval(() => device.tick(), TICK_MS);
  const rig = new Rig({ drivers: [memory === null ? epatchDriver() : epatchDriver(() => Promise.resolve(memory.host))] });
  const broken: string[] = [];
  const words: string[] = [];
  const within = async <T>(what: string, work: Promise<T>): Promise<T | null> => {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      limit = setTimeout(() => {
        broken.push(`hang: ${what} did not end`);
        resolve(null);
      }, LIMIT_MS);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      words.push((error as Error).message);
      if ((error as Error).name !== 'RigError') broken.push(`crash: ${(error as Error).stack}`);
      return null;
    } finally {
      clearTimeout(limit);
    }
  };
  const address = `${model.id}@${memory === null ? inner.address : '/dev/hostile'}`;
  const connected = (await within('connect', rig.connect({ kind: 'driver', driver: 'epatch', address }))) !== null;
  const outcome = connected ? await recordWith(rig, sink, kind, within) : null;
  if (outcome?.reason != null) words.push(outcome.reason);
  await within('disconnect', rig.disconnect());
  clearInterval(timer);
  inner.close();
  if (rig.status().state !== 'disconnected') broken.push(`hang: ended ${rig.status().state}`);
  for (const text of words) if (text.length >= LONGEST_WORDS || !text.endsWith('.')) broken.push(`word: ${text}`);
  if (kind.lies !== true) for (const kept of sink.recordings) broken.push(...falseSamples(kept));
  const came = connected ? (outcome?.status ?? 'no recording') : 'not connected';
  if (!isExpected(kind.expect, connected, outcome)) broken.push(`expected ${kind.expect}, came ${came}`);
  const seconds = (performance.now() - beganMs) / 1000;
  return { name: kind.name, seed, line: pty ? 'pty' : 'memory', expected: kind.expect, came, word: words[0] ?? '', seconds, broken };
}

async function recordWith(
  rig: Rig,
  sink: MemorySink,
  { operation }: EpatchKind,
  within: <T>(what: string, work: Promise<T>) => Promise<T | null>,
): Promise<RunOutcome | null> {
  const run = await within('record', rig.record({ sessionKey: 's', protocol: PROTOCOL, spontaneousSeconds: 0, holdSeconds: 0.1, sink }));
  if (run === null) return null;
  if (operation !== undefined) {
    await until(() => (rig.status().recording?.elapsedMs ?? 1000) > 100, 'samples');
    await within(operation, operation === 'abort' ? rig.abort() : rig.stop());
  }
  return within('finished', run.finished);
}

function isExpected(expected: EpatchEnd, connected: boolean, outcome: RunOutcome | null): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'not-connected':
      return !connected;
    case 'complete':
      return outcome?.status === 'complete';
    case 'not-complete':
      return connected && outcome?.status !== 'complete';
  }
}

/** Every stored sample is at the command that is stored as realised. */
function falseSamples(kept: Kept): string[] {
  const broken: string[] = [];
  if (kept.end === null) broken.push('word: a recording was never ended');
  const { protocol, sampleRateHz } = kept.meta;
  if (protocol === null) return broken;
  const { voltageMv, missing } = assemble(kept);
  const command = sampleCommand(protocol, sampleRateHz);
  const wrong = command.filter((millivolt, k) => Math.abs(millivolt - voltageMv[k]!) > 1.01).length;
  if (wrong > ESTIMATED_SAMPLES) broken.push(`false: ${wrong} samples are not at the stored command`);
  const gaps = kept.gaps.reduce((sum, { count }) => sum + count, 0);
  if (kept.end === 'complete' && gaps !== missing) broken.push(`false: ${missing} samples are missing, the gaps have ${gaps}`);
  return broken;
}
