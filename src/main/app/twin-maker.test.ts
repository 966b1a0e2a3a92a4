import { expect, test } from 'vitest';
import type { Twin } from '../../core/twin/twin.ts';
import type { JobRequest } from '../../shared/inference/messages.ts';
import type { StoreJobKind } from '../../shared/store/messages.ts';
import type { Store } from '../store-worker/store-client.ts';
import { Jobs } from './jobs/jobs.ts';
import { TwinMaker } from './twin-maker.ts';

const clamp = (recordingId: number) => ({ recording: {}, recordingName: `s recording ${recordingId}`, recordingCrc32: recordingId });

/** What is asked of the inference process for recordings of a cell without a potential. */
function harness(recording: { readonly simulated?: boolean } = {}) {
  const asked: JobRequest<'infer'>[] = [];
  const answers: Partial<Record<StoreJobKind, (request: never) => unknown>> = {
    summary: () => ({ cellName: 'cell', simulated: recording.simulated ?? false }),
    recording: ({ recordingId, together = [] }: { recordingId: number; together?: number[] }) => ({
      ...clamp(recordingId),
      recording,
      cellName: 'cell',
      potential: null,
      leftOut: [{ recording: 's recording 4', why: 'It was rejected: seal lost.' }],
      ...(together.length === 0 ? {} : { others: together.map(clamp) }),
    }),
    addTwin: () => 7,
  };
  const jobs = new Jobs(() => undefined, 0);
  const twins = new TwinMaker({
    store: { request: (kind: StoreJobKind, request: never) => Promise.resolve(answers[kind]?.(request)) } as Store,
    inference: {
      request: (_kind: string, request: JobRequest<'infer'>) => {
        asked.push(request);
        return Promise.resolve({ twin: { fit: {}, alarms: [] } as unknown as Twin, twinCurrentPaPf: new Float32Array(1) });
      },
    } as never,
    comparisons: { rememberTwinCurrent: () => undefined },
    jobs,
    send: () => undefined,
  });
  return { asked, jobs, twins };
}

test('clamps that were chosen together go to inference together, with what is left out, and the job knows them', async () => {
  const { asked, jobs, twins } = harness();
  await twins.make({ sessionKey: 's', recordingId: 1, together: [3], method: 'refined', mode: 'clamp' });
  expect(asked[0]).toMatchObject({
    recordingName: 's recording 1',
    others: [{ recordingName: 's recording 3' }],
    leftOut: [{ why: 'It was rejected: seal lost.' }],
    mode: 'clamp',
  });
  expect(jobs.list()[0]).toMatchObject({ recordingId: 1, together: [3] });
});

test('one clamp goes alone', async () => {
  const { asked, jobs, twins } = harness();
  await twins.make({ sessionKey: 's', recordingId: 1, method: 'fit' });
  expect(asked[0]?.others).toBeUndefined();
  expect(jobs.list()[0]?.together).toEqual([]);
});

test('where nobody chooses how, a cell without a potential is inferred by the method', async () => {
  const { asked, twins } = harness({ simulated: true });
  await twins.make({ sessionKey: 's', recordingId: 1, together: [3], method: 'refined', mode: 'usual' });
  expect(asked[0]).toMatchObject({ method: 'refined', others: [{ recordingName: 's recording 3' }] });
  expect(asked[0]?.mode).toBeUndefined();
});
