import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACQUISITION_PROCESS, RECORDER_THREAD } from '../../src/cli/paths.ts';
import { libraryProtocol } from '../../src/core/testing/files.testing.ts';
import { AcquisitionClient, startNodeAcquisition } from '../../src/main/acquisition/index.ts';
import { Jobs } from '../../src/main/app/jobs/jobs.ts';
import { RigLog } from '../../src/main/app/rig-log.ts';
import { RigSettingsKeeper } from '../../src/main/app/rig-settings-keeper.ts';
import { RigService } from '../../src/main/app/rig-service.ts';
import { RunTwins } from '../../src/main/app/run-twins.ts';
import { TwinMaker } from '../../src/main/app/twin-maker.ts';
import type { EventSender } from '../../src/main/ipc/event-sender.ts';
import { localStore } from '../../src/main/store-worker/local-store.ts';
import { SessionFolder } from '../../src/main/store/index.ts';
import { InferenceSupervisor } from '../../src/main/supervisor/supervisor.ts';
import type { JobView } from '../../src/shared/contract/schemas.ts';
import { startInferenceThread } from './inference-thread.ts';
import { endAll, startEmulator, until } from './rig-harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-twins-'));
const sessions = new SessionFolder(folder);
/** Every change of the list of jobs, as its first job then was, with the contents of the session at that time. */
const reported: { readonly job: JobView; readonly stored: readonly string[] }[] = [];
let sessionKey = '';

function storedNow(): string[] {
  if (sessionKey === '') return [];
  const session = sessions.openReader(sessionKey);
  try {
    return [
      ...session.listRecordings().map(({ kind, status }) => `${kind} ${status}`),
      ...session.listTwins().map(({ method }) => `twin ${method}`),
    ];
  } finally {
    session.close();
  }
}

const send: EventSender = () => undefined;
const list = new Jobs(([job]) => {
  if (job !== undefined) reported.push({ job, stored: storedNow() });
}, 0);
const inference = new InferenceSupervisor(startInferenceThread, () => undefined);
const twins = new TwinMaker({
  store: localStore(sessions),
  inference,
  comparisons: { rememberTwinCurrent: () => undefined },
  jobs: list,
  send,
});
const runs = new RunTwins({ store: localStore(sessions), twins, send });
const run: { ended: Promise<void> | null } = { ended: null };
const ended = (): Promise<void> | null => run.ended;
const rig = new RigService({
  settings: new RigSettingsKeeper(join(folder, 'rig-settings.json')),
  log: new RigLog(join(folder, 'rig-log.jsonl')),
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
  onCellClosed: () => undefined,
  onRecorded: (recorded) => {
    run.ended = runs.ended(recorded);
  },
});

beforeAll(async () => {
  inference.start();
  await until(() => inference.status().state === 'ready', 'the inference thread', 60_000);
  await rig.connect({ kind: 'simulated', seed: 3 });
});
afterAll(async () => {
  await rig.close();
  inference.stop();
  await endAll();
  rmSync(folder, { recursive: true });
});

describe('a run on the simulated rig, with the real network and refinement', () => {
  it("reports the network's answer while the free potential is recorded, the refinement as it converges, and stores one twin", async () => {
    ({ sessionKey } = await rig.record({ protocol: libraryProtocol('clark2022-rounded'), cellName: 'cell', spontaneousSeconds: 15 }));
    await until(() => ended() !== null, 'the run to end', 120_000);
    await ended();
    expect(
      new Set(reported.map(({ job }) => `${job.cellName} ${job.sessionKey} ${job.recordingId} ${job.origin} ${job.simulated}`)),
    ).toEqual(new Set([`cell ${sessionKey} 1 run true`]));
    const estimates = reported.flatMap(({ job: { estimate }, stored }, k) =>
      estimate === null || JSON.stringify(estimate) === JSON.stringify(reported[k - 1]?.job.estimate) ? [] : [{ ...estimate, stored }],
    );
    const [early] = estimates;
    expect(early).toMatchObject({ source: 'network', beat: { outcome: expect.any(String) } });
    expect(early?.stored).toEqual(['voltage-clamp complete', 'spontaneous recording']);
    const starts = estimates.filter(({ source }) => source === 'start');
    expect(starts[0]?.stored).toEqual(['voltage-clamp complete', 'spontaneous complete']);
    expect(starts.map((estimate) => estimate.starts)).toEqual(starts.map((_, i) => i + 1));
    expect(starts.length).toBeGreaterThanOrEqual(2);
    expect(starts.at(-1)?.chi2PerSample).toBeLessThan(early?.chi2PerSample ?? 0);
    expect(estimates.slice(-2).map(({ source }) => source)).toEqual(['search', 'twin']);
    expect(estimates.at(-1)?.stored).toEqual(['voltage-clamp complete', 'spontaneous complete', 'twin refined']);
    const stages = reported.map(({ job }) => job.stage);
    expect(stages).toContain('waiting');
    expect(stages.at(-1)).toBe('done');
  }, 400_000);

  it('cancelled while it is refined: nothing is reported after, the recordings are kept', async () => {
    reported.length = 0;
    run.ended = null;
    ({ sessionKey } = await rig.record({ protocol: libraryProtocol('clark2022-rounded'), cellName: 'other cell', spontaneousSeconds: 4 }));
    await until(() => reported.some(({ job }) => job.cellName === 'other cell' && job.stage === 'refining'), 'the refinement', 120_000);
    const { jobId } = list.list()[0] as JobView;
    list.cancel(jobId);
    const before = reported.length;
    await ended();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(reported).toHaveLength(before);
    expect(list.list().map(({ cellName, state }) => `${cellName} ${state}`)).toEqual(['other cell cancelled', 'cell done']);
    expect(storedNow()).toEqual(['voltage-clamp complete', 'spontaneous complete']);
  }, 400_000);
});
