import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Arguments } from '../../src/cli/arguments.ts';
import { rigPatchMaster } from '../../src/cli/verbs/rig-patchmaster.ts';
import { openPatchMaster } from '../../src/main/rig/index.ts';
import { endAll, startEmulator } from './rig-harness.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'epc-'))));
afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true });
});
const start = (...more: string[]): Promise<unknown> => startEmulator(1, ['--device', 'patchmaster', '--path', folder, ...more]);

describe('a simulated PatchMaster', () => {
  it('is read and set, and a second program goes on with the index of the first', async () => {
    await start();
    const first = await openPatchMaster(folder, 1);
    expect(await first.read()).toMatchObject({ mode: 'VC', gainMvPa: 1, realisedGainMvPa: 1.002, externalMvV: 100 });
    expect(await first.set({ mode: 'CC', gainMvPa: 50, commandGainPaV: 10_000 })).toMatchObject({ mode: 'CC', gainMvPa: 50 });
    await expect(first.set({ gainMvPa: 3 })).rejects.toThrow('mV/pA, got 3. Choose one.');
    const answered = Number(readFileSync(join(folder, 'E9Batch.Out'), 'latin1').split('\n')[0]);
    expect(answered).toBeGreaterThan(3);
    const options = ['--folder', folder, '--external-mv-v', '0', '--mode', 'VC'];
    const { json } = await rigPatchMaster.run(new Arguments(rigPatchMaster.options, options), {} as never);
    expect(json).toMatchObject({ mode: 'VC', gainMvPa: 50, commandGainPaV: 10_000, externalMvV: 0 });
  });

  it('that is not there, or an answer of an earlier day, is no answer', async () => {
    writeFileSync(join(folder, 'E9Batch.In'), '-00000012\nSet E Mode 3\n\n');
    writeFileSync(join(folder, 'E9Batch.Out'), '11\nGetEpcParams-1 VC\n');
    await expect(openPatchMaster(folder, 1)).rejects.toThrow(/Expected PatchMaster to answer in E9Batch.Out within 1 s/);
    expect(readFileSync(join(folder, 'E9Batch.In'), 'latin1')).toBe('+00000013\nacknowledged\n\n');
    await expect(openPatchMaster(join(folder, 'none'), 1)).rejects.toThrow(/Check the folder/);
  });
});
