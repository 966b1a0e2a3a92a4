import { performance } from 'node:perf_hooks';
import { createRandom } from '../../../src/core/random/random.ts';
import { openPtyLink } from '../../../src/main/rig/emulator/pty-link.ts';
import { RequestLine } from '../../../src/main/rig/transport/request-line.ts';
import { openSerialTransport } from '../../../src/main/rig/transport/serial-transport.ts';
import { inParallel } from '../attempts.ts';
import { memoryLine } from '../memory-line.ts';
import type { BadLine } from './bad-line.ts';
import { hostileController } from './hostile-controller.ts';
import { badLine, lineKinds } from './kinds.ts';
import { SUBJECTS, type ControllerName } from './subjects.ts';
import { tries, type ControllerVerdict } from './tries.ts';

export interface ControllerOptions {
  readonly seeds: number;
  /** Every n-th runs over a pseudo-terminal as well; 0: none. */
  readonly ptyEvery: number;
  readonly atOnce: number;
  readonly only?: string;
  readonly onVerdict?: (verdict: ControllerVerdict) => void;
}

interface Task {
  readonly seed: number;
  readonly pty: boolean;
  /** Made anew for each: some remember. */
  readonly line: () => BadLine;
}

/** Plays every bad line and so many random ones between a simulated device that only controls and its driver. */
export async function verifyController(name: ControllerName, options: ControllerOptions): Promise<ControllerVerdict[]> {
  const { seeds, ptyEvery, atOnce, only = '', onVerdict } = options;
  const kinds = lineKinds().flatMap((kind, i) => (kind.name.includes(only) ? [{ seed: i, line: () => lineKinds()[i]! }] : []));
  const random = Array.from({ length: seeds }, (_, seed) => ({ seed, line: () => badLine(createRandom(seed), seed) }));
  const all = [...kinds, ...random];
  const tasks = all.map((task): Task => ({ ...task, pty: false }));
  const overPty = process.platform === 'win32' || ptyEvery === 0 ? [] : all.filter((_, i) => i % ptyEvery === 0);
  const run = async (task: Task): Promise<ControllerVerdict> => {
    const verdict = await judged(name, task);
    onVerdict?.(verdict);
    return verdict;
  };
  return [
    ...(await inParallel(tasks, atOnce, run)),
    ...(await inParallel(
      overPty.map((task): Task => ({ ...task, pty: true })),
      Math.min(8, atOnce),
      run,
    )),
  ];
}

async function judged(name: ControllerName, { seed, pty, line }: Task): Promise<ControllerVerdict> {
  const beganMs = performance.now();
  const kind = line();
  const subject = SUBJECTS[name]();
  const memory = pty ? null : memoryLine('/dev/hostile');
  const inner = memory?.device ?? (await openPtyLink(null));
  const vanish = memory === null ? () => inner.close() : () => memory.vanish();
  const end = hostileController(inner, subject.device, kind, seed, vanish);
  const transport = memory?.host ?? (await openSerialTransport(inner.address));
  const request = new RequestLine(transport, 'the device');
  const { attempt, words, broken } = tries(subject.promised);
  const said = await subject.use(request, attempt);
  await attempt('close', () => request.close());
  end();
  inner.close();
  if (kind.lies !== true) broken.push(...said);
  const came = words.length === 0 ? 'works' : 'fails';
  if (kind.expect !== 'any' && kind.expect !== came) broken.push(`expected that it ${kind.expect}, it ${came}`);
  const seconds = (performance.now() - beganMs) / 1000;
  return { name: kind.name, seed, line: pty ? 'pty' : 'memory', expected: kind.expect, came, word: words[0] ?? '', seconds, broken };
}
