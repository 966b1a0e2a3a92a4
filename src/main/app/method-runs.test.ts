import { describe, expect, test } from 'vitest';
import type { MethodAnswer } from '../../core/twin/method-answer.ts';
import type { JobRequest } from '../../shared/inference/messages.ts';
import type { StoreJobKind } from '../../shared/store/messages.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { RequestOptions } from '../supervisor/supervisor.ts';
import { Jobs } from './jobs/jobs.ts';
import { MethodRuns } from './method-runs.ts';

const WISH = { sessionKey: 's', twinId: 5, method: 'genetic' } as const;
const recording = { currentPaPf: new Float32Array(4), simulated: true };

function harness() {
  const jobs: {
    request: JobRequest<'compare'>;
    options: RequestOptions<'compare'>;
    resolve: (answer: MethodAnswer) => void;
    reject: (error: Error) => void;
  }[] = [];
  const list = new Jobs(() => undefined, 0);
  const answers: Partial<Record<StoreJobKind, (request: { recordingId?: number }) => unknown>> = {
    twin: () => ({ recordingId: 2, twin: { clamp: { mode: 'rig' } } }),
    recording: ({ recordingId }) => ({ recording: recordingId === 2 ? recording : null, cellName: 'cell' }),
  };
  const store = { request: (kind: StoreJobKind, request: object) => Promise.resolve(answers[kind]?.(request)) } as Store;
  const inference = {
    request: (_kind: 'compare', request: JobRequest<'compare'>, options: RequestOptions<'compare'>) =>
      new Promise<MethodAnswer>((resolve, reject) => {
        jobs.push({ request, options, resolve, reject });
        options.signal?.addEventListener('abort', () => reject(new InferenceError('cancelled', 'The job was cancelled.')));
      }),
  } as never;
  return { jobs, list, methods: new MethodRuns({ store, inference, jobs: list }) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('methods that make no twin', () => {
  test('run on the recording of the twin under its clamp, and report their progress', async () => {
    const { jobs, list, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    expect(jobs[0]?.request).toEqual({ recording, method: 'genetic', mode: 'rig', seed: 1 });
    jobs[0]?.options.onProgress?.({ stage: 'refining', fraction: 0.4, message: '400 of 1000 simulations' });
    expect(list.list()[0]).toMatchObject({
      cellName: 'cell',
      recordingId: 2,
      twinId: 5,
      method: 'genetic',
      fraction: 0.4,
      message: '400 of 1000 simulations',
      simulated: true,
    });
    jobs[0]?.resolve({ kind: 'not-applicable', reason: 'Nothing to read.' });
    expect(await answer).toEqual({ kind: 'not-applicable', reason: 'Nothing to read.' });
    expect(list.list()[0]).toMatchObject({ state: 'done', message: 'Does not apply: Nothing to read.' });
  });

  test('cancelling is an answer, and nothing is reported after', async () => {
    const { jobs, list, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    list.cancel(list.list()[0]?.jobId ?? 0);
    jobs[0]?.options.onProgress?.({ stage: 'refining', fraction: 0.5, message: '' });
    expect(await answer).toEqual({ kind: 'cancelled' });
    expect(list.list()[0]).toMatchObject({ state: 'cancelled', fraction: 0 });
  });

  test('a failure is reported as one', async () => {
    const { jobs, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    jobs[0]?.reject(new InferenceError('failed', 'The recording is truncated.'));
    await expect(answer).rejects.toThrow('truncated');
  });
});
