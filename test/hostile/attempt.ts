import { performance } from 'node:perf_hooks';
import { openPtyLink } from '../../src/main/rig/emulator/pty-link.ts';
import { rigLinkDriver } from '../../src/main/rig/drivers/riglink/index.ts';
import type { RunOutcome } from '../../src/main/rig/index.ts';
import { DRIVERS, Rig } from '../../src/main/rig/index.ts';
import { parsePort } from '../../src/shared/rig/rig-port.ts';
import { MemorySink } from '../integration/rig-harness.ts';
import type { Behaviour, Operation } from './behaviour.ts';
import { HOLD_SECONDS, PROTOCOL, RATE_HZ, SPONTANEOUS_SECONDS } from './hostile-protocol.ts';
import type { HostileLink } from './hostile-link.ts';
import { memoryLine } from './memory-line.ts';
import { operate } from './operate.ts';
import { startHostile } from './start-hostile.ts';

export interface AttemptOptions {
  readonly behaviour: Behaviour;
  readonly seed: number;
  readonly operation?: Operation;
  /** A real pseudo-terminal instead of a pipe in memory. */
  readonly pty?: boolean;
  readonly limitMs?: number;
}

export interface Attempt {
  readonly connected: boolean;
  readonly sink: MemorySink;
  readonly link: HostileLink;
  readonly outcome: RunOutcome | null;
  /** Every error and reason that the operator would read. */
  readonly words: readonly string[];
  /** Names shown of the device. */
  readonly names: readonly string[];
  /** What did not end in time, null where everything did. */
  readonly hung: string | null;
  /** An error that is not one of the rig's own. */
  readonly strange: string | null;
  readonly lostSamples: number;
  readonly endState: string;
  readonly took: number;
}

const LIMIT_MS = 60_000;

/** One session of the real driver and rig with a hostile device: connect, test, record, disconnect. */
export async function attempt({ behaviour, seed, operation = 'none', pty = false, limitMs = LIMIT_MS }: AttemptOptions): Promise<Attempt> {
  const sink = new MemorySink();
  const memory = pty ? null : memoryLine('hostile');
  const inner = memory?.device ?? (await openPtyLink(null));
  const { link, stop } = startHostile(inner, behaviour, seed, {
    vanish: () => (memory === null ? stop() : memory.vanish()),
    recordings: () => sink.recordings.length,
  });
  const rig = new Rig({ drivers: memory === null ? DRIVERS : [rigLinkDriver(() => Promise.resolve(memory.host))] });
  const words: string[] = [];
  let strange: string | null = null;
  let hung: string | null = null;
  let names: string[] = [];
  let lostSamples = 0;
  const began = performance.now();
  const within = async <T>(what: string, work: Promise<T>): Promise<T | null> => {
    let limit: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<null>((resolve) => {
        limit = setTimeout(() => {
          hung ??= what;
          resolve(null);
        }, limitMs);
      });
      return await Promise.race([work, late]);
    } catch (error) {
      words.push(error instanceof Error ? error.message : String(error));
      if (!(error instanceof Error) || error.name !== 'RigError')
        strange ??= error instanceof Error ? (error.stack ?? error.message) : String(error);
      return null;
    } finally {
      clearTimeout(limit);
    }
  };
  let outcome: RunOutcome | null = null;
  const operating = operate(operation, rig, link, (what, work) => within(what, work));
  const connected = (await within('connect', rig.connect(parsePort(link.address)))) !== null;
  if (connected) {
    const { device } = rig.status();
    names = device === null ? [] : [device.name, device.firmware, device.serial];
    const run = await within(
      'record',
      rig.record({
        sessionKey: 's',
        protocol: PROTOCOL,
        spontaneousSeconds: SPONTANEOUS_SECONDS,
        sink,
        holdSeconds: HOLD_SECONDS,
        sampleRateHz: RATE_HZ,
        fastForwardHold: seed % 2 === 0,
      }),
    );
    if (run !== null) {
      outcome = await within('finished', run.finished);
      if (outcome?.reason != null) words.push(outcome.reason);
    }
    lostSamples = rig.status().lostSamples;
  }
  await operating;
  const { fault } = rig.status();
  if (fault !== null) words.push(fault);
  await within('disconnect', rig.disconnect());
  const endState = rig.status().state;
  stop();
  return { connected, sink, link, outcome, words, names, hung, strange, lostSamples, endState, took: performance.now() - began };
}
