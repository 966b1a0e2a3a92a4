import { describe, expect, test, vi } from 'vitest';
import type { JobView } from '../../../shared/contract/schemas.ts';
import { InferenceError } from '../../supervisor/inference-error.ts';
import type { JobSpec } from './job.ts';
import { Jobs } from './jobs.ts';

const spec = (cellName: string, over: Partial<JobSpec> = {}): JobSpec => ({
  sessionKey: `${cellName}.twinclamp`,
  recordingId: 1,
  cellName,
  simulated: true,
  method: 'refined',
  origin: 'asked',
  ...over,
});
const states = (jobs: Jobs): string[] => jobs.list().map(({ cellName, state }) => `${cellName} ${state}`);

describe('the list of jobs', () => {
  test('carries out what is asked for one after the other', async () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    const b = jobs.add(spec('B'));
    await a.turn();
    expect(states(jobs)).toEqual(['A running', 'B queued']);
    a.done({ message: '', twinId: 3 });
    a.release();
    await b.turn();
    expect(states(jobs)).toEqual(['B running', 'A done']);
  });

  test('puts work of a recording first, starts it beside what runs and nothing else meanwhile', async () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    jobs.add(spec('B'));
    const run = jobs.add(spec('R', { origin: 'run' }));
    await run.turn();
    expect(states(jobs)).toEqual(['R running', 'A running', 'B queued']);
    a.done({ message: '' });
    a.release();
    expect(states(jobs)).toEqual(['R running', 'B queued', 'A done']);
    run.done({ message: '' });
    run.release();
    expect(states(jobs)).toEqual(['B running', 'R done', 'A done']);
  });

  test('cancels one job and no other, also one that waits', async () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    const b = jobs.add(spec('B'));
    const c = jobs.add(spec('C'));
    const waiting = b.carryOut(() => Promise.resolve('never'));
    jobs.cancel(b.view().jobId);
    await expect(waiting).rejects.toThrow(InferenceError);
    expect([a, b, c].map((job) => job.signal.aborted)).toEqual([false, true, false]);
    expect(states(jobs)).toEqual(['A running', 'C queued', 'B cancelled']);
  });

  test('starts the next only when a cancelled job has released the process, and reports no later change of that job', async () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    jobs.add(spec('B'));
    jobs.cancel(a.view().jobId);
    a.progress({ stage: 'refining', fraction: 0.7, message: 'late' });
    a.done({ message: 'late', twinId: 9 });
    expect(states(jobs)).toEqual(['B queued', 'A cancelled']);
    expect(jobs.list()[1]).toMatchObject({ twinId: null, stage: 'cancelled' });
    a.release();
    expect(states(jobs)).toEqual(['B running', 'A cancelled']);
  });

  test('keeps figures of one cell with that cell, whatever else is reported meanwhile', async () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A', { origin: 'run' }));
    const b = jobs.add(spec('B', { origin: 'run' }));
    for (let k = 1; k <= 500; k++) {
      a.estimate({ source: 'start', starts: k, chi2PerSample: 1, beat: null });
      b.estimate({ source: 'start', starts: k, chi2PerSample: 726, beat: null });
      const chi2Of = Object.fromEntries(jobs.list().map(({ cellName, estimate }) => [cellName, estimate?.chi2PerSample]));
      expect(chi2Of['A'] === undefined || chi2Of['A'] === 1).toBe(true);
      expect(chi2Of['B'] === undefined || chi2Of['B'] === 726).toBe(true);
    }
  });

  test('keeps finished jobs until they are dismissed, and never dismisses one in progress', () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    a.done({ message: '' });
    a.release();
    const b = jobs.add(spec('B'));
    jobs.dismiss(b.view().jobId);
    expect(states(jobs)).toEqual(['B running', 'A done']);
    jobs.dismiss(a.view().jobId);
    expect(states(jobs)).toEqual(['B running']);
    jobs.dismiss(null);
    expect(states(jobs)).toEqual(['B running']);
  });

  test('refuses the same work twice, and takes it again when it has ended', () => {
    const jobs = new Jobs(() => undefined);
    const a = jobs.add(spec('A'));
    expect(() => jobs.add(spec('A'))).toThrow(/already at work on this recording of "A"/);
    expect(() => jobs.add(spec('A', { method: 'fit' }))).not.toThrow();
    jobs.cancel(a.view().jobId);
    expect(() => jobs.add(spec('A'))).not.toThrow();
  });

  test('does not grow without end', () => {
    const jobs = new Jobs(() => undefined);
    for (let k = 0; k < 500; k++) {
      const job = jobs.add(spec(`cell ${k}`));
      job.fail(new Error('no'));
      job.release();
    }
    expect(jobs.list()).toHaveLength(61);
    expect(jobs.list()[0]?.cellName).toBe('cell 499');
  });

  test('reports ends at once and progress at intervals', () => {
    vi.useFakeTimers();
    const reported: JobView[][] = [];
    const jobs = new Jobs((list) => reported.push(list), 150);
    const a = jobs.add(spec('A'));
    const before = reported.length;
    for (let k = 0; k < 1000; k++) a.progress({ stage: 'features', fraction: k / 1000, message: '' });
    expect(reported.length).toBe(before);
    vi.advanceTimersByTime(150);
    expect(reported.length).toBe(before + 1);
    a.done({ message: 'ready' });
    expect(reported.at(-1)?.[0]).toMatchObject({ state: 'done', message: 'ready', fraction: 1 });
    vi.useRealTimers();
  });

  test('a list that cannot be sent does not cost a twin', () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const jobs = new Jobs(() => {
      throw new Error('The window is gone.');
    });
    jobs.add(spec('A')).done({ message: '', twinId: 1 });
    expect(jobs.list()[0]).toMatchObject({ state: 'done', twinId: 1 });
    logged.mockRestore();
  });
});
