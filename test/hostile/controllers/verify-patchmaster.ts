import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRandom } from '../../../src/core/random/random.ts';
import { simulatedEpc } from '../../../src/main/rig/emulator/patchmaster/epc.ts';
import { openPatchMaster } from '../../../src/main/rig/patchmaster/index.ts';
import { BATCH_FILES, readBatch, type EpcState } from '../../../src/shared/patchmaster/index.ts';
import { inParallel } from '../attempts.ts';
import { badPatchMaster, patchMasterKinds, type BadPatchMaster, type Written } from './patchmaster-kinds.ts';
import { tries, type ControllerVerdict } from './tries.ts';
import type { ControllerOptions } from './verify-controller.ts';

const POLL_MS = 4;
const WANTED = { mode: 'CC', gainMvPa: 50 } as const;

/** Plays programs that are not as PatchMaster is against its driver, each in a folder of its own. */
export async function verifyPatchMaster({ seeds, atOnce, only = '', onVerdict }: ControllerOptions): Promise<ControllerVerdict[]> {
  const kinds = patchMasterKinds().flatMap(({ name }, seed) =>
    name.includes(only) ? [{ seed, kind: () => patchMasterKinds()[seed]! }] : [],
  );
  const random = Array.from({ length: seeds }, (_, seed) => ({ seed, kind: () => badPatchMaster(createRandom(seed), seed) }));
  return inParallel([...kinds, ...random], atOnce, async ({ seed, kind }) => {
    const verdict = await judged(kind(), seed);
    onVerdict?.(verdict);
    return verdict;
  });
}

async function judged(kind: BadPatchMaster, seed: number): Promise<ControllerVerdict> {
  const beganMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'hostile-epc-'));
  const { answer, end } = program(folder, kind, seed);
  const { attempt, words, broken } = tries();
  try {
    const epc = await attempt('open', () => openPatchMaster(folder, 1));
    if (epc !== null) {
      const isSo = ({ mode, gainMvPa }: EpcState, when: string): void => {
        const so = `${answer('GetEpcParams-1 Mode')} ${answer('GetEpcParams-1 Gain')}`;
        const said = `GetEpcParams-1 ${mode} GetEpcParams-1 ${gainMvPa.toFixed(3)}mV/pA`;
        if (kind.lies !== true && so !== said) broken.push(`false: ${when} it reads ${said}, it is ${so}`);
      };
      const read = await attempt('read', () => epc.read());
      if (read !== null) isSo(read, 'before a change');
      const set = await attempt('set', () => epc.set(WANTED));
      if (set !== null) isSo(set, 'after a change');
      if (set !== null && (set.mode !== WANTED.mode || set.gainMvPa !== WANTED.gainMvPa))
        broken.push('false: it says set and shows another state');
    }
  } finally {
    end();
    rmSync(folder, { recursive: true, force: true });
  }
  const came = words.length === 0 ? 'works' : 'fails';
  if (kind.expect !== 'any' && kind.expect !== came) broken.push(`expected that it ${kind.expect}, it ${came}`);
  const seconds = (performance.now() - beganMs) / 1000;
  return { name: kind.name, seed, line: 'memory', expected: kind.expect, came, word: words[0] ?? '', seconds, broken };
}

/** The program that answers in a folder, and the amplifier behind it. */
function program(folder: string, kind: BadPatchMaster, seed: number): { answer: (command: string) => string | null; end: () => void } {
  const random = createRandom(seed).fork(79);
  const answer = simulatedEpc();
  const out = join(folder, BATCH_FILES.answers);
  let last = 0;
  let batches = 0;
  let ended = false;
  const ruin = (what: 'folder' | 'file'): void => {
    rmSync(what === 'folder' ? folder : out, { recursive: true, force: true });
    if (what === 'file') mkdirSync(out, { recursive: true });
  };
  const writeAll = async (all: readonly Written[]): Promise<void> => {
    for (const written of all) {
      if (typeof written === 'object' && 'afterMs' in written) await new Promise((resolve) => setTimeout(resolve, written.afterMs));
      if (ended) return;
      if (typeof written === 'object' && 'ruins' in written) ruin(written.ruins);
      else writeFileSync(out, typeof written === 'object' ? written.text : written, 'latin1');
    }
  };
  const timer = setInterval(() => {
    const batch = readBatch(textOf(join(folder, BATCH_FILES.commands)));
    if (batch === null || batch.index <= last) return;
    last = batch.index;
    const answers = batch.lines
      .filter((command) => kind.ignores?.(command) !== true)
      .map(answer)
      .filter((found) => found !== null);
    void writeAll(kind.writes?.(batch.index, answers, { batches, random }) ?? [`${[batch.index, ...answers].join('\n')}\n`]);
    batches++;
  }, POLL_MS);
  return {
    answer,
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
