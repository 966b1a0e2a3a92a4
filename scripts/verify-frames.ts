import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { median } from '../bench/measure.ts';
import { ensureBuilt } from './build.ts';
import { openDisplay } from './display.ts';
import { processIds, startAttacked, type AttackedApp } from './durability/attacked-app.ts';
import { electronFlags } from './electron/flags.ts';
import { resolveElectron } from './electron/resolve.ts';
import { coreShare } from './frames/core-share.ts';
import { framesWhile, type Frames } from './frames/count-frames.ts';

// npm run verify:frames [-- --rounds N] [--app DIR] [--json FILE]
// Two channels of 50 kS/s in the real app, on screen and stored: frames of the window against those of the idle app, and the share of a
// core that the acquisition process takes. Idle, record, and record while the twin of before is refined, one after the other in each round.
const own = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, app: { type: 'string', default: own }, json: { type: 'string' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds: expected a whole number from 1, got "${values.rounds}".`);

const RATE_HZ = 50_000;
const FREE_SECONDS = 5;
const IDLE_MS = 10_000;
/** A run of 9.5 s and its free potential, with a membrane test before. */
const RUN_LIMIT_MS = 60_000;
/** The refinement is seen for at least so long, s: otherwise nothing was measured. */
const LEAST_SECONDS = 3;
const AIMS = { liveOverIdle: 0.8, refiningOverIdle: 0.6, acquisitionCores: 0.5 } as const;

interface Measured extends Frames {
  /** Cores that the process took. */
  readonly acquisition: number;
  readonly simulatedRig: number;
}

async function main(): Promise<void> {
  if (process.platform !== 'linux') throw new Error('verify:frames reads processor times from /proc: run it on Linux.');
  const scratch = mkdtempSync(join(tmpdir(), 'frames-'));
  const display = await openDisplay();
  if (display.kind === 'none') throw new Error(`${display.reason}; install xvfb.`);
  if (display.kind === 'virtual') process.env['DISPLAY'] = display.name;
  ensureBuilt(values.app);
  const electron = { executable: resolveElectron(own).executable, flags: electronFlags().flags };
  const attacked = await startAttacked(values.app, electron, scratch, join(scratch, 'sessions'));
  try {
    await prepare(attacked.page);
    const found = { idle: [] as Measured[], live: [] as Measured[], refining: [] as Measured[] };
    for (let round = 0; round < rounds; round++) {
      found.idle.push(await measured(attacked, () => idleFrames(attacked.page)));
      found.live.push(await measured(attacked, () => runFrames(attacked.page, `live ${round}`)));
      await waitForRefining(attacked.page);
      found.refining.push(await measured(attacked, () => runFrames(attacked.page, `refining ${round}`, 'refining')));
      await rest(attacked.page);
      console.log(
        `round ${round + 1} of ${rounds}: ${Object.entries(found)
          .map(([name, list]) => `${name} ${words(list.at(-1)!)}`)
          .join('; ')}`,
      );
    }
    report(found, await lostSamples(attacked.page));
  } finally {
    attacked.process.kill('SIGKILL');
    if (display.kind === 'virtual') display.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** 50 kHz, and no test pulses beside. */
function prepare(page: Page): Promise<void> {
  return page.evaluate(async (sampleRateHz) => {
    const { call } = window.twinclamp!;
    const settings = await call['rig:settings']();
    await call['rig:keepSettings']({ ...settings, recording: { ...settings.recording, sampleRateHz } });
    await call['rig:scope']({ on: false });
  }, RATE_HZ);
}

async function measured({ app }: AttackedApp, frames: () => Promise<Frames>): Promise<Measured> {
  const ids = await processIds(app);
  const [acquisition, rig] = ['TwinClamp acquisition', 'TwinClamp simulated rig'].map((name) => {
    const pid = ids[name];
    if (pid === undefined) throw new Error(`Expected a process "${name}", there are: ${Object.keys(ids).join(', ')}.`);
    return coreShare(pid);
  });
  const counted = await frames();
  return { ...counted, acquisition: acquisition!(), simulatedRig: rig!() };
}

function idleFrames(page: Page): Promise<Frames> {
  const end = Date.now() + IDLE_MS;
  return framesWhile(page, () => Promise.resolve(Date.now() < end), 2 * IDLE_MS);
}

/** Frames of a run from its start to its end, or for as long as a job is at the stage too. */
async function runFrames(page: Page, cellName: string, stage: string | null = null): Promise<Frames> {
  await page.evaluate(
    ([name, spontaneousSeconds]) =>
      window.twinclamp!.call['rig:record']({ protocolId: 'twinclamp-10s', cellName: name, spontaneousSeconds }),
    [cellName, FREE_SECONDS] as const,
  );
  const frames = await framesWhile(
    page,
    async () => (await isRecording(page)) && (stage === null || (await isAt(page, stage))),
    RUN_LIMIT_MS,
  );
  await until(async () => !(await isRecording(page)), 'the run ends', RUN_LIMIT_MS);
  return frames;
}

function isRecording(page: Page): Promise<boolean> {
  return page.evaluate(async () => !['idle', 'fault', 'disconnected'].includes((await window.twinclamp!.call['rig:status']()).state));
}

function isAt(page: Page, stage: string): Promise<boolean> {
  return page.evaluate(async (wanted) => (await window.twinclamp!.call['jobs:list']()).some((job) => job.stage === wanted), stage);
}

const waitForRefining = (page: Page): Promise<void> => until(() => isAt(page, 'refining'), 'a twin is refined', RUN_LIMIT_MS);

/** Ends all jobs. */
async function rest(page: Page): Promise<void> {
  await until(
    () =>
      page.evaluate(async () => {
        const { call } = window.twinclamp!;
        const open = (await call['jobs:list']()).filter(({ state }) => state === 'queued' || state === 'running');
        for (const { jobId } of open) await call['jobs:cancel']({ jobId });
        return open.length === 0;
      }),
    'the jobs end',
    RUN_LIMIT_MS,
  );
  await page.waitForTimeout(2000);
}

/** Samples that the stored recordings lack; every recording must be complete. */
function lostSamples(page: Page): Promise<number> {
  return page.evaluate(async (rateHz) => {
    const { call } = window.twinclamp!;
    let lost = 0;
    for (const { sessionKey } of await call['session:list']())
      for (const recording of (await call['session:open']({ sessionKey })).recordingList) {
        if (recording.status !== 'complete' || recording.sampleRateHz !== rateHz)
          throw new Error(`Expected complete recordings of ${rateHz} Hz, one of ${recording.sampleRateHz} Hz is ${recording.status}.`);
        lost += recording.lostSamples;
      }
    return lost;
  }, RATE_HZ);
}

function report(found: Readonly<Record<'idle' | 'live' | 'refining', readonly Measured[]>>, lost: number): void {
  const middle = (list: readonly Measured[], of: (one: Measured) => number): number => median(list.map(of));
  const over = (list: readonly Measured[]): number => median(list.map(({ perSecond }, i) => perSecond / found.idle[i]!.perSecond));
  const answer = {
    rounds,
    secondsCounted: Object.fromEntries(
      Object.entries(found).map(([name, list]) => [name, rounded(Math.min(...list.map(({ seconds }) => seconds)))]),
    ),
    framesPerSecond: Object.fromEntries(Object.entries(found).map(([name, list]) => [name, rounded(middle(list, (one) => one.perSecond))])),
    longestFrameMs: Object.fromEntries(Object.entries(found).map(([name, list]) => [name, rounded(middle(list, (one) => one.longestMs))])),
    liveOverIdle: rounded(over(found.live)),
    refiningOverIdle: rounded(over(found.refining)),
    acquisitionCores: rounded(
      Math.max(
        middle(found.live, (one) => one.acquisition),
        middle(found.refining, (one) => one.acquisition),
      ),
    ),
    simulatedRigCores: rounded(middle(found.live, (one) => one.simulatedRig)),
    lostSamples: lost,
  };
  console.log(JSON.stringify(answer, null, 1));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(answer, null, 1));
  const missed = [
    ...(answer.liveOverIdle >= AIMS.liveOverIdle ? [] : [`frames while recording under ${AIMS.liveOverIdle} of idle`]),
    ...(answer.refiningOverIdle >= AIMS.refiningOverIdle
      ? []
      : [`frames while recording and refining under ${AIMS.refiningOverIdle} of idle`]),
    ...(answer.acquisitionCores < AIMS.acquisitionCores ? [] : [`acquisition takes ${AIMS.acquisitionCores} of a core or more`]),
    ...(Math.min(...Object.values(answer.secondsCounted)) >= LEAST_SECONDS ? [] : [`frames were counted for less than ${LEAST_SECONDS} s`]),
    ...(lost === 0 ? [] : [`${lost} samples were lost`]),
  ];
  console.log(missed.length === 0 ? 'All aims are met.' : `NOT MET: ${missed.join('; ')}.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function words({ perSecond, longestMs, acquisition }: Measured): string {
  return `${perSecond.toFixed(1)} frames/s, longest ${longestMs.toFixed(0)} ms, acquisition ${acquisition.toFixed(2)} cores`;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

async function until(condition: () => Promise<boolean>, what: string, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Expected that ${what} within ${limitMs / 1000} s.`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

await main();
process.exit();
