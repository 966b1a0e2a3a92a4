import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACQUISITION_PROCESS, INFERENCE_WORKER, MODELS_DIR, RECORDER_THREAD, RESOURCES_DIR, WASM_DIR } from '../../src/cli/paths.ts';
import { libraryProtocol } from '../../src/core/testing/files.testing.ts';
import { AcquisitionClient, startNodeAcquisition } from '../../src/main/acquisition/index.ts';
import { RigService } from '../../src/main/app/rig-service.ts';
import { RunTwins } from '../../src/main/app/run-twins.ts';
import { TwinMaker } from '../../src/main/app/twin-maker.ts';
import type { EventSender } from '../../src/main/ipc/event-sender.ts';
import { localStore } from '../../src/main/store-worker/local-store.ts';
import { SessionFolder } from '../../src/main/store/index.ts';
import type { InferenceChild } from '../../src/main/supervisor/inference-child.ts';
import { InferenceSupervisor } from '../../src/main/supervisor/supervisor.ts';
import type { EventKey, EventOf } from '../../src/shared/contract/contract.ts';
import { endAll, startEmulator, until } from './rig-harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-twins-'));
const sessions = new SessionFolder(folder);
/** Everything the window is told, with what of the session is stored at that time. */
const told: { readonly key: EventKey; readonly event: unknown; readonly stored: readonly string[] }[] = [];
let sessionKey = '';

/** The jobs of the inference process in a thread, as the command line has them. */
function startThread(): Promise<InferenceChild> {
  const worker = new Worker(INFERENCE_WORKER, { workerData: { resourcesDir: RESOURCES_DIR, modelsDir: MODELS_DIR, wasmDir: WASM_DIR, prefer: 'wasm' }, stdout: true });
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.once('exit', listener),
    kill: () => void worker.terminate(),
  });
}

function storedNow(): string[] {
  if (sessionKey === '') return [];
  const session = sessions.openReader(sessionKey);
  try {
    return [...session.listRecordings().map(({ kind, status }) => `${kind} ${status}`), ...session.listTwins().map(({ method }) => `twin ${method}`)];
  } finally {
    session.close();
  }
}

const send: EventSender = (key, event) => {
  if (key === 'inference:progress' || key === 'inference:estimate') told.push({ key, event, stored: storedNow() });
};
const inference = new InferenceSupervisor(startThread, () => undefined);
const twins = new TwinMaker({ store: localStore(sessions), inference, comparisons: { rememberTwinCurrent: () => undefined }, send });
const runs = new RunTwins({ store: localStore(sessions), twins, send });
const run: { ended: Promise<void> | null } = { ended: null };
const ended = (): Promise<void> | null => run.ended;
const rig = new RigService({
  sessionsFolder: folder,
  send,
  createClient: (events) =>
    new AcquisitionClient({
      ...events,
      start: () => startNodeAcquisition(ACQUISITION_PROCESS),
      init: { type: 'init', recorderThread: RECORDER_THREAD, sessionsFolder: folder, rescueFolders: [] },
      launchEmulator: (seed) => startEmulator(seed),
    }),
  onClamped: (clamped) => runs.clamped(clamped),
  onRecorded: (recorded) => {
    run.ended = runs.ended(recorded);
  },
});

beforeAll(async () => {
  inference.start();
  await until(() => inference.status().state === 'ready', 'the inference thread', 60_000);
  await rig.connect('emulated', 3);
});
afterAll(async () => {
  await rig.close();
  inference.stop();
  await endAll();
  rmSync(folder, { recursive: true });
});

describe('a run on the simulated rig, with the real network and refinement', () => {
  it("tells the network's answer while the free potential is recorded, the refinement as it converges, and stores one twin", async () => {
    ({ sessionKey } = await rig.record({ protocol: libraryProtocol('clark2022-rounded'), cellName: 'cell', spontaneousSeconds: 15 }));
    await until(() => ended() !== null, 'the run to end', 120_000);
    await ended();
    const estimates = told.filter(({ key }) => key === 'inference:estimate').map(({ event, stored }) => ({ ...(event as EventOf<'inference:estimate'>), stored }));
    const [early, again] = estimates;
    expect(early).toMatchObject({ source: 'network', sessionKey, recordingId: 1, beat: { outcome: expect.any(String) } });
    expect(early?.stored).toEqual(['voltage-clamp complete', 'spontaneous recording']);
    // The refinement begins from the same answer, once all is recorded.
    expect(again).toMatchObject({ source: 'network', stored: ['voltage-clamp complete', 'spontaneous complete'] });
    expect(again?.chi2PerSample).toBeCloseTo(early?.chi2PerSample ?? NaN, 6);
    const starts = estimates.filter(({ source }) => source === 'start');
    expect(starts.map((estimate) => estimate.starts)).toEqual(starts.map((_, i) => i + 1));
    expect(starts.length).toBeGreaterThanOrEqual(2);
    expect(starts.at(-1)?.chi2PerSample).toBeLessThan(early?.chi2PerSample ?? 0);
    expect(estimates.slice(-2).map(({ source }) => source)).toEqual(['search', 'twin']);
    expect(estimates.at(-1)?.stored).toEqual(['voltage-clamp complete', 'spontaneous complete', 'twin refined']);
    const stages = told.filter(({ key }) => key === 'inference:progress').map(({ event }) => (event as EventOf<'inference:progress'>).stage);
    expect(stages).toContain('waiting');
    expect(stages.at(-1)).toBe('done');
  }, 400_000);

  it('cancelled while it is refined: nothing is told after, the recordings are kept', async () => {
    told.length = 0;
    run.ended = null;
    ({ sessionKey } = await rig.record({ protocol: libraryProtocol('clark2022-rounded'), cellName: 'other cell', spontaneousSeconds: 4 }));
    await until(() => told.some(({ event }) => (event as EventOf<'inference:progress'>).stage === 'refining'), 'the refinement', 120_000);
    twins.cancelAll();
    const before = told.length;
    await ended();
    const after = told.slice(before).map(({ event }) => (event as EventOf<'inference:progress'>).stage);
    expect(after).toEqual(['cancelled']);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(told).toHaveLength(before + 1);
    expect(storedNow()).toEqual(['voltage-clamp complete', 'spontaneous complete']);
  }, 400_000);
});
