import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersText, BATCH_FILES, readBatch } from '../../../../shared/patchmaster/index.ts';
import { createFaultyLine, NO_FAULTS } from '../faults.ts';
import type { EmulatorOptions, RunningEmulator } from '../run-emulator.ts';
import { simulatedEpc } from './epc.ts';

const TICK_MS = 20;

/** Starts a simulated PatchMaster in this process: it answers batch files in the folder `path`. @throws Error without a folder */
export function runPatchmaster({ path: folder, hooks, seed }: EmulatorOptions): RunningEmulator {
  if (folder === undefined) throw new Error('--path: expected the folder of the batch files of PatchMaster. Give it.');
  const line = createFaultyLine(hooks?.faults ?? NO_FAULTS);
  const answer = simulatedEpc();
  let last = 0;
  const timer = setInterval(() => {
    const batch = readBatch(textOf(join(folder, BATCH_FILES.commands)));
    if (batch === null || batch.index <= last || !line.hears()) return;
    last = batch.index;
    const text = answersText(
      batch.index,
      batch.lines.map(answer).filter((found) => found !== null),
    );
    const [bytes] = line.send(new TextEncoder().encode(text));
    if (bytes === undefined) return;
    // In two pieces, as a reader may find a file that is being written.
    const half = Math.ceil(bytes.length / 2);
    writeFileSync(join(folder, BATCH_FILES.answers), bytes.slice(0, half));
    appendFileSync(join(folder, BATCH_FILES.answers), bytes.slice(half));
  }, TICK_MS);
  return {
    address: folder,
    serial: `SIM-${String(seed).padStart(6, '0')}`,
    note: null,
    // It has neither pipette nor bath.
    carryOut: () => undefined,
    stop: () => clearInterval(timer),
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
