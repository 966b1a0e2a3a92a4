import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenRequests, Supervised, type Peer } from './index.ts';

describe('open requests', () => {
  it('end in exactly one answer each; answers to settled requests are ignored', async () => {
    const settled: string[] = [];
    const requests = new OpenRequests<string>((what) => settled.push(what));
    const [a, b, c] = [requests.add('a'), requests.add('b'), requests.add('c')];
    requests.resolve(b.id, 2);
    requests.reject(b.id, new Error('too late'));
    requests.resolve(99, 'nobody');
    expect(await b.answered).toBe(2);
    requests.rejectAll(new Error('gone'));
    await expect(a.answered).rejects.toThrow('gone');
    await expect(c.answered).rejects.toThrow('gone');
    expect([requests.size, settled]).toEqual([0, ['b', 'a', 'c']]);
  });

  it('get an abort while they are open, and remove their listener after', async () => {
    const requests = new OpenRequests();
    const abort = new AbortController();
    const onAbort = vi.fn((id: number) => requests.reject(id, new Error('aborted')));
    const add = () => requests.add(undefined, { signal: abort.signal, onAbort });
    const [done, open] = [add(), add()];
    requests.resolve(done.id, 1);
    abort.abort();
    await expect(open.answered).rejects.toThrow('aborted');
    expect(onAbort.mock.calls).toEqual([[open.id]]);
  });
});

/** A process that the test controls. */
class FakePeer implements Peer<string, string> {
  readonly posted: string[] = [];
  killed = false;
  say: (message: string) => void = () => undefined;
  exit: (code: number | null) => void = () => undefined;
  post(message: string): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: string) => void): void {
    this.say = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
}

describe('a supervised process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function supervised() {
    const peers: FakePeer[] = [];
    const heard: string[] = [];
    const ended: [string, number | null][] = [];
    const process = new Supervised<string, string>({
      start: () => {
        peers.push(new FakePeer());
        return peers.at(-1)!;
      },
      startLimitMs: 1000,
      onMessage: (message) => {
        heard.push(message);
        if (message === 'ready') process.ready();
      },
      onEnded: (why, restartMs) => ended.push([why, restartMs]),
    });
    return { process, peers, heard, ended };
  }

  it('gets messages only while it is ready', () => {
    const { process, peers } = supervised();
    process.start();
    process.start();
    expect([peers.length, process.state, process.post('early')]).toEqual([1, 'starting', false]);
    peers[0]!.say('ready');
    expect([process.post('a'), peers[0]!.posted]).toEqual([true, ['a']]);
  });

  it('is restarted when it ends, and later messages of the old one are ignored', () => {
    const { process, peers, heard, ended } = supervised();
    process.start();
    peers[0]!.say('ready');
    peers[0]!.exit(7);
    expect([process.state, ended]).toEqual(['waiting', [['it ended with code 7', 500]]]);
    peers[0]!.say('from the grave');
    peers[0]!.exit(7);
    vi.advanceTimersByTime(500);
    expect([peers.length, process.state, heard, ended.length]).toEqual([2, 'starting', ['ready'], 1]);
  });

  it('is ended when it is not ready in time, and given up after several starts', () => {
    const { process, peers, ended } = supervised();
    process.start();
    vi.advanceTimersByTime(120_000);
    expect([process.state, peers.length, ended.at(-1)]).toEqual(['failed', 6, ['it was not ready within 1 s', null]]);
    expect(peers.every(({ killed }) => killed)).toBe(true);
    process.start();
    expect(peers).toHaveLength(7);
  });

  it('is ended and not started again by stop', () => {
    const { process, peers, ended } = supervised();
    process.start();
    peers[0]!.say('ready');
    process.stop();
    peers[0]!.exit(0);
    vi.advanceTimersByTime(120_000);
    expect([process.state, peers.length, peers[0]!.killed, ended]).toEqual(['stopped', 1, true, []]);
  });

  it('reports what kept it from starting', () => {
    const ended: string[] = [];
    const process = new Supervised<string, string>({
      start: () => {
        throw new Error('no such script');
      },
      startLimitMs: 1000,
      onMessage: () => undefined,
      onEnded: (why) => ended.push(why),
    });
    process.start();
    expect(ended).toEqual(['no such script']);
    process.stop();
  });
});
