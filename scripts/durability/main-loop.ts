import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { beginRun, type AttackedApp } from './attacked-app.ts';

export interface LoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly largestMs: number;
}

const TICK_MS = 10;

/** Delay of timers of the main process, over some time. */
export function loopDelay(app: ElectronApplication, ms: number): Promise<LoopDelay> {
  return app.evaluate(
    async (_electron, { tickMs, forMs }) => {
      const late: number[] = [];
      let last = performance.now();
      await new Promise<void>((done) => {
        const timer = setInterval(() => {
          const now = performance.now();
          late.push(Math.max(0, now - last - tickMs));
          last = now;
        }, tickMs);
        setTimeout(() => {
          clearInterval(timer);
          done();
        }, forMs);
      });
      late.sort((a, b) => a - b);
      const at = (share: number): number => Number((late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? 0).toFixed(2));
      return { p50Ms: at(0.5), p99Ms: at(0.99), largestMs: at(1) };
    },
    { tickMs: TICK_MS, forMs: ms },
  );
}

/** Delays of main while it is idle, and while a cell is recorded, listed, opened, exported and imported all the time. */
export async function compareLoops(
  attacked: AttackedApp,
  scratch: string,
  ms = 10_000,
): Promise<{ readonly idle: LoopDelay; readonly busy: LoopDelay; readonly requests: number }> {
  const { app, page } = attacked;
  const idle = await loopDelay(app, ms);
  await app.evaluate(
    ({ dialog }, file) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    },
    join(scratch, 'exported.csv'),
  );
  await beginRun(page, 'main-loop');
  const measured = loopDelay(app, ms);
  const requests = await page.evaluate(async (forMs) => {
    const { call } = window.twinclamp!;
    let done = 0;
    for (const end = performance.now() + forMs; performance.now() < end; done += 4) {
      const sessions = await call['session:list']();
      const old = sessions.find(({ file }) => file.includes('old-0000'));
      if (old === undefined) throw new Error('Expected an old session in the list, found none.');
      const { sessionKey } = old;
      await call['session:open']({ sessionKey });
      await call['session:trace']({ sessionKey, recordingId: 1, points: 1000 });
      await call['session:exportRecording']({ sessionKey, recordingId: 1 });
    }
    return done;
  }, ms);
  return { idle, busy: await measured, requests };
}
