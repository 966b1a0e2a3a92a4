import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IDEAL_CLAMP } from '../../core/designer/score-settings.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { FromScoreWorker } from './score-messages.ts';
import { ScoreQueue, type CellByCell } from './score-queue.ts';
import { ScoreThread } from './score-thread.ts';

const protocol: Protocol = {
  id: 'p',
  name: 'P',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: 10, durationMs: 80 }],
};
const request = (cells: number, id = 'p') => ({ protocol: { ...protocol, id }, settings: IDEAL_CLAMP, cells });
const passTurns = async (turns: number): Promise<void> => {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** Counts the cells of each protocol instead of simulating them. */
function counted() {
  const cellsOf: Record<string, number> = {};
  const scorer: CellByCell = {
    *scores({ protocol: { id }, cells }) {
      for (let i = 1; i <= cells; i++) {
        cellsOf[id] = i;
        if (id === 'bad') throw new Error('no information');
        yield { cells: i } as ProtocolScore;
      }
    },
  };
  const reports: FromScoreWorker[] = [];
  return { cellsOf, reports, queue: new ScoreQueue(scorer, (message) => reports.push(message)) };
}

describe('requests of scores', () => {
  it('report at 2, 4, 8 cells and at the end', async () => {
    const { queue, reports } = counted();
    queue.add({ id: 1, urgency: 0, request: request(12) });
    await passTurns(30);
    expect(reports.map((message) => message.type === 'score' && [message.score.cells, message.done])).toEqual([
      [2, false],
      [4, false],
      [8, false],
      [12, true],
    ]);
  });

  it('let a more urgent one go first and then continue', async () => {
    const { queue, reports, cellsOf } = counted();
    queue.add({ id: 1, urgency: 0, request: request(20, 'list') });
    await passTurns(2);
    queue.add({ id: 2, urgency: 2, request: request(4, 'draft') });
    const before = cellsOf['list'] ?? 0;
    await passTurns(8);
    expect(reports.filter(({ id }) => id === 2).at(-1)).toMatchObject({ done: true });
    expect((cellsOf['list'] ?? 0) - before).toBeLessThan(6);
    await passTurns(40);
    expect(reports.at(-1)).toMatchObject({ id: 1, done: true });
  });

  it('simulate no further cell after they are dropped', async () => {
    const { queue, reports, cellsOf } = counted();
    queue.add({ id: 1, urgency: 0, request: request(100) });
    await passTurns(3);
    const done = cellsOf['p'] ?? 0;
    queue.drop(1);
    await passTurns(10);
    expect(cellsOf['p']).toBe(done);
    expect(reports.some((message) => message.type === 'score' && message.done)).toBe(false);
  });

  it('that fail do not stop the others', async () => {
    const { queue, reports } = counted();
    queue.add({ id: 1, urgency: 1, request: request(3, 'bad') });
    queue.add({ id: 2, urgency: 0, request: request(1, 'good') });
    queue.add({ id: 3, urgency: 0, request: request(0) });
    await passTurns(10);
    expect(reports).toMatchObject([
      { type: 'failed', id: 1, message: 'no information' },
      { type: 'score', id: 2, done: true },
      { type: 'failed', id: 3, message: expect.stringMatching(/at least one cell, got 0/) },
    ]);
  });
});

describe('the scoring thread', () => {
  const kernelPath = join(fileURLToPath(new URL('../../..', import.meta.url)), 'resources', 'kernel', 'kernik2019.wasm');
  const thread = new ScoreThread(new URL('./score-worker.ts', import.meta.url), { kernelPath });
  afterAll(() => thread.close());

  it('streams better scores and ends with the unidentifiable combinations; a dropped request ends with its reason', async () => {
    const heard: number[] = [];
    const dropped = new AbortController();
    const stays = thread.score({
      request: request(4),
      urgency: 1,
      signal: new AbortController().signal,
      onScore: ({ cells }) => heard.push(cells),
    });
    const goes = thread.score({ request: request(4), urgency: 2, signal: dropped.signal, onScore: () => undefined });
    dropped.abort(new Error('changed again'));
    await expect(goes).rejects.toThrow('changed again');
    const last = await stays;
    expect(heard).toEqual([2, 4]);
    expect(last.notIdentifiable.length).toBeGreaterThan(0);
    expect(last.r2['ical.p_CaL']).toBeGreaterThan(0.3);
  }, 60_000);

  it('reports that it ended and starts again', async () => {
    const missing = new ScoreThread(new URL('./score-worker.ts', import.meta.url), { kernelPath: `${kernelPath}.absent` });
    const wish = { request: request(1), urgency: 1, signal: new AbortController().signal, onScore: () => undefined };
    await expect(missing.score(wish)).rejects.toThrow(/ended \(.*absent.*start a new one/s);
    await expect(missing.score(wish)).rejects.toThrow(/absent/);
    missing.close();
  }, 60_000);
});
