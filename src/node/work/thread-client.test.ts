import { afterEach, describe, expect, it } from 'vitest';
import { RequestServer, ThreadClient } from './index.ts';

const script = new URL('./echo-thread.testing.ts', import.meta.url);
let thread: ThreadClient<number, number> | null = null;
afterEach(async () => {
  await thread?.close();
  thread = null;
});
const start = (data: unknown = null) =>
  (thread = new ThreadClient<number, number>(script, data, (why) => new Error(`Halving failed: ${why}.`)));

describe('a thread that is asked', () => {
  it('answers each request, also those sent before it has started, and goes on after a refused one', async () => {
    const asked = start();
    const answers = await Promise.allSettled([asked.ask(2), asked.ask(3), asked.ask(8), asked.prepared]);
    expect(answers.map((a) => (a.status === 'fulfilled' ? a.value : (a.reason as Error).message))).toEqual([
      1,
      'Halving failed: 3 is odd.',
      4,
      undefined,
    ]);
  });

  it('ends every open request in an error when it dies, and every later one', async () => {
    const asked = start();
    const answers = await Promise.allSettled([asked.ask(0), asked.ask(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(asked.ask(2)).rejects.toThrow('Halving failed: it ended with code 3.');
  });

  it('says why it could not prepare itself, to who waits for that and to who asks', async () => {
    const asked = start('no start');
    await expect(asked.prepared).rejects.toThrow('Halving failed: the kernel is missing.');
    await expect(asked.ask(2)).rejects.toThrow('the kernel is missing');
  });

  it('ends what is open when it is closed', async () => {
    const asked = start();
    const open = expect(asked.ask(2)).rejects.toThrow('Halving failed: it ended');
    await asked.close();
    await open;
  });
});

describe('a server of requests', () => {
  it('ends each request in one outcome, and cancels the one that is named', async () => {
    const outcomes: unknown[] = [];
    const server = new RequestServer((id, outcome) => outcomes.push([id, outcome.ok ? outcome.result : (outcome.error as Error).message]));
    const untilAborted = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const all = [
      server.serve(1, untilAborted),
      server.serve(2, () => 'at once'),
      server.serve(3, () => {
        throw new Error('refused');
      }),
    ];
    server.cancel(2, new Error('too late or not'));
    server.cancel(1, new Error('cancelled'));
    server.cancel(99, new Error('nobody'));
    await Promise.all(all);
    expect(outcomes.sort()).toEqual([
      [1, 'cancelled'],
      [2, 'at once'],
      [3, 'refused'],
    ]);
  });

  it('reports a result that cannot be sent as the error of its request', async () => {
    const sent: unknown[] = [];
    const server = new RequestServer((id, outcome) => {
      if (outcome.ok) structuredClone(outcome.result);
      sent.push([id, outcome.ok]);
    });
    await server.serve(1, () => () => 'a function');
    expect(sent).toEqual([[1, false]]);
  });
});
