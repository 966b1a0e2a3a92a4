import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IDEAL_CLAMP } from '../../core/designer/score-settings.ts';
import type { FromInference, ToInference } from '../../shared/inference/messages.ts';
import type { InferenceStatus } from '../../shared/contract/schemas.ts';
import type { InferenceChild } from './inference-child.ts';
import { InferenceSupervisor } from './supervisor.ts';

class FakeChild implements InferenceChild {
  readonly posted: ToInference[] = [];
  killed = false;
  #message: (message: FromInference) => void = () => undefined;
  #exit: (code: number | null) => void = () => undefined;
  post(message: ToInference): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: FromInference) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    if (this.killed) return;
    this.killed = true;
    this.exit(null);
  }
  say(message: FromInference): void {
    this.#message(message);
  }
  exit(code: number | null): void {
    this.#exit(code);
  }
  ready(): void {
    this.say({ type: 'ready', status: { backend: 'wasm', backendNote: 'no GPU' } });
  }
  get requests() {
    return this.posted.filter((message) => message.type === 'request');
  }
}

const score = {
  protocol: { id: 'p', name: 'P', source: 'test', holdingMv: -80, segments: [{ kind: 'step', voltageMv: 0, durationMs: 1 }] },
  settings: IDEAL_CLAMP,
  cells: 4,
  urgency: 1,
} as const;
const beat = { outcome: 'quiescent', dtMs: 1, voltageMv: [] };

function harness() {
  const children: FakeChild[] = [];
  const statuses: InferenceStatus[] = [];
  const supervisor = new InferenceSupervisor(
    () => {
      const child = new FakeChild();
      children.push(child);
      return Promise.resolve(child);
    },
    (status) => statuses.push(status),
  );
  return { children, statuses, supervisor };
}

async function started() {
  const all = harness();
  all.supervisor.start();
  await vi.advanceTimersByTimeAsync(0);
  all.children[0]?.ready();
  return all;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('InferenceSupervisor', () => {
  test('a request made while the process starts is carried out once it is ready', async () => {
    const { supervisor, children } = harness();
    supervisor.start();
    const answer = supervisor.request('beat', { multipliers: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(children[0]?.requests).toHaveLength(0);
    children[0]?.ready();
    const request = children[0]?.requests[0];
    expect(request).toMatchObject({ kind: 'beat', request: { multipliers: {} } });
    children[0]?.say({ type: 'result', id: request?.id ?? 0, result: beat });
    expect(await answer).toEqual(beat);
    expect(supervisor.status()).toEqual({ state: 'ready', backend: 'wasm', backendNote: 'no GPU' });
  });

  test('a crash loses no request: it is tried once more in a new process', async () => {
    const { supervisor, children, statuses } = await started();
    const answer = supervisor.request('beat', { multipliers: {} });
    children[0]?.exit(139);
    expect(statuses.at(-1)?.state).toBe('restarting');
    await vi.advanceTimersByTimeAsync(1000);
    children[1]?.ready();
    children[1]?.say({ type: 'result', id: children[1].requests[0]?.id ?? 0, result: beat });
    expect(await answer).toEqual(beat);
  });

  test('a request whose process dies twice is rejected with that reason', async () => {
    const { supervisor, children } = await started();
    const failed = expect(supervisor.request('beat', { multipliers: {} })).rejects.toMatchObject({ reason: 'crashed' });
    children[0]?.exit(1);
    await vi.advanceTimersByTimeAsync(1000);
    children[1]?.ready();
    children[1]?.exit(1);
    await failed;
  });

  test('a hung job is ended by its time limit; the other request survives in the next process', async () => {
    const { supervisor, children } = await started();
    const hung = expect(supervisor.request('status', {})).rejects.toMatchObject({ reason: 'timeout' });
    const other = supervisor.request('beat', { multipliers: {} });
    await vi.advanceTimersByTimeAsync(10_000);
    await hung;
    expect(children[0]?.killed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    children[1]?.ready();
    expect(children[1]?.requests.map((request) => request.kind)).toEqual(['beat']);
    children[1]?.say({ type: 'result', id: children[1].requests[0]?.id ?? 0, result: beat });
    expect(await other).toEqual(beat);
  });

  test('cancelling asks the job first and ends its process when it does not listen', async () => {
    const { supervisor, children } = await started();
    const abort = new AbortController();
    const job = expect(supervisor.request('beat', { multipliers: {} }, { signal: abort.signal })).rejects.toMatchObject({
      reason: 'cancelled',
    });
    abort.abort();
    expect(children[0]?.posted.at(-1)).toMatchObject({ type: 'cancel' });
    expect(children[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(children[0]?.killed).toBe(true);
    await job;
  });

  test('a process that never starts is given up with a reason, and tried again when asked', async () => {
    const { supervisor, children } = harness();
    supervisor.start();
    const job = expect(supervisor.request('beat', { multipliers: {} })).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('no network found') as string,
    });
    for (let i = 0; i < 6; i++) {
      await vi.advanceTimersByTimeAsync(30_000);
      children[i]?.say({ type: 'unusable', message: 'no network found' });
    }
    await job;
    expect(supervisor.status().state).toBe('failed');
    const starts = children.length;
    const again = supervisor.request('beat', { multipliers: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(children).toHaveLength(starts + 1);
    children.at(-1)?.ready();
    children.at(-1)?.say({ type: 'result', id: children.at(-1)?.requests[0]?.id ?? 0, result: beat });
    expect(await again).toEqual(beat);
  });

  test('stopping rejects what is pending and ends the process', async () => {
    const { supervisor, children } = await started();
    const job = expect(supervisor.request('beat', { multipliers: {} })).rejects.toMatchObject({ reason: 'unavailable' });
    supervisor.stop();
    await job;
    expect(children[0]?.killed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(children).toHaveLength(1);
  });

  test('an error of a job is its message, and progress arrives meanwhile', async () => {
    const { supervisor, children } = await started();
    const seen: string[] = [];
    const job = supervisor.request('beat', { multipliers: {} }, { onProgress: (progress) => seen.push(progress.message) });
    const id = children[0]?.requests[0]?.id ?? 0;
    children[0]?.say({ type: 'progress', id, stage: 'beating', fraction: 0.5, message: 'half way' });
    children[0]?.say({ type: 'error', id, message: 'Unknown parameter "x".', cancelled: false });
    await expect(job).rejects.toMatchObject({ reason: 'failed', message: 'Unknown parameter "x".' });
    expect(seen).toEqual(['half way']);
  });

  test('reports the partial results of a score and does not call the process busy for it', async () => {
    const { supervisor, children } = await started();
    const heard: unknown[] = [];
    const answer = supervisor.request('score', score, { onPartial: (result) => heard.push(result) });
    const id = children[0]?.requests[0]?.id ?? 0;
    expect(supervisor.status().state).toBe('ready');
    children[0]?.say({ type: 'partial', id, result: 'on two cells' });
    children[0]?.say({ type: 'result', id, result: 'on all' });
    expect(await answer).toBe('on all');
    expect(heard).toEqual(['on two cells']);
  });

  test('abandons a cancelled score at once and spares the process that is busy with something longer', async () => {
    const { supervisor, children } = await started();
    const longer = supervisor.request('drug', { multipliers: {}, channels: [], concentrationNm: 1, members: [] });
    const abort = new AbortController();
    const heard: unknown[] = [];
    const dropped = expect(
      supervisor.request('score', score, { signal: abort.signal, onPartial: (result) => heard.push(result) }),
    ).rejects.toMatchObject({ reason: 'cancelled' });
    abort.abort();
    await dropped;
    const id = children[0]?.requests[1]?.id ?? 0;
    expect(children[0]?.posted.at(-1)).toEqual({ type: 'cancel', id });
    children[0]?.say({ type: 'partial', id, result: 'too late' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
    expect(children[0]?.killed).toBe(false);
    children[0]?.say({ type: 'result', id: children[0].requests[0]?.id ?? 0, result: 'answer' });
    expect(await longer).toBe('answer');
  });
});
