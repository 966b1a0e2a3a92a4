import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bath } from '../../src/core/quality/bath.ts';
import type { StoredQuality } from '../../src/main/acquisition/cell-desk.ts';
import { SessionFile } from '../../src/main/store/index.ts';
import { newStation, type Station } from './acquisition-harness.ts';
import { endAll, SHORT_PROTOCOL, until } from './rig-harness.ts';

let station: Station | null = null;
afterEach(async () => {
  await station?.client.close();
  await endAll();
});

const CONTROL: Bath = { phase: 'control', drug: null, concentrationNm: null };
const DRUG: Bath = { phase: 'drug', drug: 'a blocker', concentrationNm: 1000 };
const WASH: Bath = { phase: 'wash', drug: 'a blocker', concentrationNm: null };
const BLOCKS = { 'a blocker': [{ channel: 'ICaL' as const, ic50Nm: 10, hill: 1 }] };

describe('control, drug and wash on one open cell', () => {
  it('records each in one session with its bath, the potential before and after, and the drug in the cell', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rig-sequence-'));
    const now = (station = newStation(folder, { emulatorArgs: ['--wash-s', '0.1', '--noise-pa', '2'] }));
    const { client } = now;
    await client.request('connect', { port: { kind: 'simulated' } });
    const path = join(folder, 'cell.twinclamp');
    const run = {
      target: { kind: 'file' as const, path, cellName: 'a cell' },
      protocol: SHORT_PROTOCOL,
      spontaneousBeforeSeconds: 0.1,
      spontaneousSeconds: 0.1,
      holdSeconds: 0.2,
    };
    const steps = [CONTROL, DRUG, WASH].map((bath) => ({ bath, waitS: bath === CONTROL ? 0 : 0.7, recordings: 1 }));
    const begun = await client.request('sequence', { run, plan: { everyS: 0, stopOnFail: false, steps }, blocks: BLOCKS });
    expect(begun.cell.sequence).toMatchObject({ done: 0, total: 3, step: 1, steps: 3 });
    await expect(client.request('record', run)).rejects.toThrow(/A sequence is running/);
    await until(() => now.log.some(({ words }) => words.startsWith('Sequence done')), 'the end of the sequence');
    expect(now.runs.map(({ status, recordingIds }) => [status, recordingIds])).toEqual([
      ['complete', [1, 2, 3]],
      ['complete', [4, 5, 6]],
      ['complete', [7, 8, 9]],
    ]);

    const session = SessionFile.open(path);
    const metas = [2, 5, 8].map((id) => session.recordingMeta(id));
    expect([1, 2, 3].map((id) => session.recordingMeta(id).kind)).toEqual(['spontaneous', 'voltage-clamp', 'spontaneous']);
    expect(metas.map(({ acquisition }) => (acquisition as { quality: StoredQuality }).quality.bath)).toEqual([CONTROL, DRUG, WASH]);
    const marks = [2, 5, 8].map((id) => session.readEvents(id).find(({ code }) => code === 1001)?.name);
    expect(marks).toEqual(['Control', 'Drug: a blocker 1000 nM', 'Wash of a blocker']);
    // Largest inward current from 5 ms after the step to +6 mV on: calcium, which the drug blocks.
    const inward = [2, 5, 8].map((id) => Math.min(...session.readSamples(id).currentPa.slice(50, 500)));
    session.close();
    expect(inward[0]).toBeLessThan(-100);
    expect(inward[1]! / inward[0]!).toBeLessThan(0.4);
    expect(inward[2]! / inward[0]!).toBeGreaterThan(0.7);
  });
});
