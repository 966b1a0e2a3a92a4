import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, noElectron, startWorkstation, waitForState, type Home, type Workstation } from '../e2e/workstation.ts';

const CALLS = 10_000;

/** What came of many calls of the page. */
interface Flood {
  readonly answered: number;
  readonly busy: number;
  readonly other: string[];
}

describe.skipIf(noElectron)('a page that calls without end (skipped without Electron and a screen: npm run test:e2e)', () => {
  let home: Home;
  let workstation: Workstation;

  beforeAll(async () => {
    home = makeHome();
    workstation = await startWorkstation(home);
    await waitForState(workstation.page, 'Idle');
  });
  afterAll(async () => {
    await workstation.close();
    home.remove();
  });

  /** Longest time that main answered nothing, ms, while the work ran. */
  async function longestWaitOfMain(work: () => Promise<unknown>): Promise<number> {
    const { app } = workstation;
    await app.evaluate(() => {
      const watch = { longest: 0, last: performance.now() };
      (globalThis as unknown as { watch: typeof watch }).watch = watch;
      setInterval(() => {
        const now = performance.now();
        watch.longest = Math.max(watch.longest, now - watch.last);
        watch.last = now;
      }, 5).unref();
    });
    await work();
    return app.evaluate(() => (globalThis as unknown as { watch: { longest: number } }).watch.longest);
  }

  const flood = (keys: readonly (readonly [string, unknown])[]): Promise<Flood> =>
    workstation.page.evaluate(
      async ([wanted, calls]) => {
        const { call } = Reflect.get(window, 'twinclamp') as { call: Record<string, (request: unknown) => Promise<unknown>> };
        const answers = await Promise.allSettled(
          Array.from({ length: calls }, async (_, i) => {
            const [key, request] = wanted[i % wanted.length] as readonly [string, unknown];
            await call[key]?.(request);
          }),
        );
        const messages = answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as Error).message] : []));
        const busy = messages.filter((message) => /more came|still carried out|No session/.test(message)).length;
        return {
          answered: answers.length - messages.length,
          busy,
          other: [...new Set(messages.filter((message) => !/more came|still carried out|No session/.test(message)))],
        };
      },
      [keys, CALLS] as const,
    );

  test('ten thousand calls during a recording are answered or refused, and the recording is whole', async () => {
    const { page } = workstation;
    const { sessionKey } = await page.evaluate(() =>
      window.twinclamp!.call['rig:record']({ protocolId: 'twinclamp-10s', cellName: 'flooded cell', spontaneousSeconds: 0 }),
    );
    await waitForState(page, 'Recording');
    let seen: Flood = { answered: 0, busy: 0, other: [] };
    const longestMs = await longestWaitOfMain(async () => {
      seen = await flood([
        ['rig:status', undefined],
        ['protocol:shelf', undefined],
        ['session:list', undefined],
        ['protocol:compile', { protocolId: 'twinclamp-10s' }],
        ['session:trace', { sessionKey: 'none.twinclamp', recordingId: 1, points: 16 }],
      ]);
    });
    // A figure to read, not a bound: the machine that tests may do other work.
    console.log(`${CALLS} calls: main waited ${longestMs.toFixed(0)} ms at the longest; answered ${seen.answered}`);
    expect(seen.other).toEqual([]);
    expect(seen.answered + seen.busy).toBe(CALLS);
    expect(seen.busy).toBeGreaterThan(CALLS / 2);
    await waitForState(page, 'Idle', 120_000);
    const detail = await page.evaluate((key) => window.twinclamp!.call['session:open']({ sessionKey: key }), sessionKey);
    expect(detail.recordingList.map(({ status, lostSamples }) => ({ status, lostSamples }))).toEqual([
      { status: 'complete', lostSamples: 0 },
    ]);
  }, 240_000);

  test('one huge call costs main nothing', async () => {
    const { page } = workstation;
    const longestMs = await longestWaitOfMain(() =>
      page.evaluate(async () => {
        const { call } = window.twinclamp!;
        const huge = [{ origin: 'own', opened: new Array(200_000).fill(1), edited: {} }, { origin: 'x'.repeat(5e7) }];
        for (const request of huge)
          await call['protocol:keepDraft'](request as never).then(
            () => 'accepted',
            (error: unknown) => String(error),
          );
      }),
    );
    console.log(`a list of 200,000 and a text of 50 MB: main waited ${longestMs.toFixed(0)} ms at the longest`);
    expect(await page.evaluate(() => window.twinclamp!.call['rig:status']().then(({ state }) => state))).toBe('idle');
  }, 120_000);

  test('ABORT gets through while the page floods', async () => {
    const { page } = workstation;
    await page.evaluate(() =>
      window.twinclamp!.call['rig:record']({ protocolId: 'twinclamp-10s', cellName: 'aborted cell', spontaneousSeconds: 0 }),
    );
    await waitForState(page, 'Recording');
    const aborted = await page.evaluate(async () => {
      const { call } = window.twinclamp!;
      const noise = Array.from({ length: 5000 }, () =>
        call['session:list']().then(
          () => null,
          () => null,
        ),
      );
      const status = await call['rig:abort']();
      await Promise.allSettled(noise);
      return status.recording;
    });
    expect(aborted).toBe(null);
    await waitForState(page, 'Idle', 60_000);
  }, 120_000);
});
