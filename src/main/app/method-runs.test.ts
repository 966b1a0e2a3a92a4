import { describe, expect, test } from 'vitest';
import type { MethodAnswer } from '../../core/twin/method-answer.ts';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { JobRequest } from '../../shared/inference/messages.ts';
import type { StoreJobKind } from '../../shared/store/messages.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { RequestOptions } from '../supervisor/supervisor.ts';
import { MethodRuns } from './method-runs.ts';
import { TwinMaker } from './twin-maker.ts';

const WISH = { sessionKey: 's', twinId: 5, method: 'genetic' } as const;
const recording = { currentPaPf: new Float32Array(4) };

function harness() {
  const jobs: { request: JobRequest<'compare'>; options: RequestOptions<'compare'>; resolve: (answer: MethodAnswer) => void; reject: (error: Error) => void }[] = [];
  const sent: EventOf<'method:progress'>[] = [];
  const answers: Partial<Record<StoreJobKind, (request: { recordingId?: number }) => unknown>> = {
    twin: () => ({ recordingId: 2, twin: { clamp: { mode: 'rig' } } }),
    recording: ({ recordingId }) => ({ recording: recordingId === 2 ? recording : null }),
  };
  const store = { request: (kind: StoreJobKind, request: object) => Promise.resolve(answers[kind]?.(request)) } as Store;
  const inference = {
    request: (_kind: 'compare', request: JobRequest<'compare'>, options: RequestOptions<'compare'>) =>
      new Promise<MethodAnswer>((resolve, reject) => {
        jobs.push({ request, options, resolve, reject });
        options.signal?.addEventListener('abort', () => reject(new InferenceError('cancelled', 'The job was cancelled.')));
      }),
  } as never;
  const send = ((key: string, event: never) => key === 'method:progress' && sent.push(event)) as never;
  const twins = new TwinMaker({ store, inference, comparisons: { rememberTwinCurrent: () => undefined }, send });
  return { jobs, sent, twins, methods: new MethodRuns({ store, inference, twins, send }) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('methods that make no twin', () => {
  test('run on the recording of the twin under its clamp, and tell how far they are', async () => {
    const { jobs, sent, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    expect(jobs[0]?.request).toEqual({ recording, method: 'genetic', mode: 'rig', seed: 1 });
    jobs[0]?.options.onProgress?.({ stage: 'refining', fraction: 0.4, message: '400 of 1000 simulations' });
    jobs[0]?.resolve({ kind: 'not-applicable', reason: 'Nothing to read.' });
    expect(await answer).toEqual({ kind: 'not-applicable', reason: 'Nothing to read.' });
    expect(sent).toEqual([{ ...WISH, fraction: 0.4, message: '400 of 1000 simulations' }]);
  });

  test('cancelling is an answer, and nothing is told after', async () => {
    const { jobs, sent, twins, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    twins.cancelAll();
    jobs[0]?.options.onProgress?.({ stage: 'refining', fraction: 0.5, message: '' });
    expect(await answer).toEqual({ kind: 'cancelled' });
    expect(sent).toEqual([]);
  });

  test('a failure is one', async () => {
    const { jobs, methods } = harness();
    const answer = methods.run(WISH);
    await settled();
    jobs[0]?.reject(new InferenceError('failed', 'The recording is truncated.'));
    await expect(answer).rejects.toThrow('truncated');
  });
});
