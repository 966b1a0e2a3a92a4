import { describe, expect, test, vi } from 'vitest';
import type { FreeRecording } from '../../core/trace/recording.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { EventKey, EventOf } from '../../shared/contract/contract.ts';
import type { JobView } from '../../shared/contract/schemas.ts';
import type { JobRequest, JobResult } from '../../shared/inference/messages.ts';
import type { StoreJobKind } from '../../shared/store/messages.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { RequestOptions } from '../supervisor/supervisor.ts';
import { Jobs } from './jobs/jobs.ts';
import { RunTwins } from './run-twins.ts';
import { TwinMaker } from './twin-maker.ts';

const KEY = { sessionKey: 's', recordingId: 1 };
const complete = { sessionKey: 's', outcome: { status: 'complete', recordingIds: [1, 2], reason: null } } as const;
const features = { beats: 10, cycleLengthMs: 900, apd50Ms: 300, apd90Ms: 400, mdpMv: -75, peakMv: 30, dvdtMaxVs: 20 };
const beat = { outcome: 'beating', features } as const;
const answer = (method: Twin['method'], chi2PerSample: number): JobResult<'infer'> => ({
  twin: { method, fit: { chi2PerSample }, alarms: [], beat: { ...beat, dtMs: 1, voltageMv: [-75] } } as unknown as Twin,
  twinCurrentPaPf: new Float32Array(1),
});

/** A store of one session and an inference process whose jobs the test ends. */
function harness(onEstimate: () => void = () => undefined, potential: FreeRecording | null = null) {
  const log: string[] = [];
  const estimates: NonNullable<JobView['estimate']>[] = [];
  const jobs: {
    request: JobRequest<'infer'>;
    options: RequestOptions<'infer'>;
    resolve: (result: JobResult<'infer'>) => void;
    reject: (error: Error) => void;
  }[] = [];
  const answers: Partial<Record<StoreJobKind, (request: never) => unknown>> = {
    recording: () => ({
      recording: { currentPaPf: new Float32Array(4), commandMv: new Float32Array(4) },
      potential,
      leftOut: [],
      cellName: 'cell',
      recordingName: 'cell.twinclamp recording 1',
      recordingCrc32: 1,
    }),
    summary: () => ({ cellName: 'cell', simulated: true }),
    detail: () => ({
      recordingList: [
        { recordingId: 1, kind: 'voltage-clamp' },
        { recordingId: 2, kind: 'spontaneous' },
      ],
    }),
    addTwin: ({ recordingId, twin }: { recordingId: number; twin: Twin }) => (log.push(`stored ${twin.method} of ${recordingId}`), 5),
  };
  const store = { request: (kind: StoreJobKind, request: never) => Promise.resolve(answers[kind]?.(request)) } as Store;
  let last: JobView | undefined;
  /** The list, as what is new of its newest job. */
  const list = new Jobs((now) => {
    const [job] = now;
    if (job === undefined) return;
    if (job.estimate !== null && job.estimate !== last?.estimate && JSON.stringify(job.estimate) !== JSON.stringify(last?.estimate)) {
      estimates.push(job.estimate);
      log.push(`${job.estimate.source} chi2 ${job.estimate.chi2PerSample}`);
    }
    if (job.stage !== last?.stage && ['waiting', 'done', 'failed', 'cancelled'].includes(job.stage)) log.push(job.stage);
    if (job.method !== last?.method && last !== undefined) log.push(`goes on with ${job.method}: ${job.message}`);
    last = job;
    onEstimate();
  }, 0);
  const send = (key: EventKey, event: never): void => {
    if (key === 'app:notice') log.push(`notice: ${(event as EventOf<'app:notice'>).message}`);
  };
  const inference = {
    request: (_kind: string, request: JobRequest<'infer'>, options: RequestOptions<'infer'>) =>
      new Promise<JobResult<'infer'>>((resolve, reject) => {
        log.push(`asked ${request.mode ?? request.method}`);
        jobs.push({ request, options, resolve, reject });
        if (options.signal?.aborted === true) reject(new InferenceError('cancelled', 'The job was cancelled.'));
        options.signal?.addEventListener('abort', () => reject(new InferenceError('cancelled', 'The job was cancelled.')));
      }),
  };
  const twins = new TwinMaker({
    store,
    inference: inference as never,
    comparisons: { rememberTwinCurrent: () => undefined },
    jobs: list,
    send: send as never,
  });
  const cancel = (): void => list.cancel(list.list()[0]?.jobId ?? 0);
  return { log, estimates, jobs, list, cancel, runs: new RunTwins({ store, twins, send: send as never }) };
}
const fromNetwork = { source: 'network', starts: 0, chi2PerSample: 2, beat } as const;
/** The estimate comes before the rest of the job. */
function answered(job: ReturnType<typeof harness>['jobs'][number] | undefined): void {
  job?.options.onPartial?.(fromNetwork);
  job?.options.onProgress?.({ stage: 'beating', fraction: 0.95, message: '' });
  job?.resolve(answer('network', 2));
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the twin of a run', () => {
  test("the network's answer comes during the run, then the result of the refinement, then the twin", async () => {
    const { log, estimates, jobs, runs } = harness();
    runs.clamped(KEY);
    await settled();
    answered(jobs[0]);
    await settled();
    expect(log.at(-1)).toBe('waiting');
    log.push('free potential stored');
    const ended = runs.ended(complete);
    await settled();
    jobs[1]?.options.onPartial?.(fromNetwork);
    jobs[1]?.options.onPartial?.({ source: 'start', starts: 1, chi2PerSample: 1.5, beat: null });
    jobs[1]?.options.onPartial?.({ source: 'search', starts: 2, chi2PerSample: 1.1, beat });
    jobs[1]?.resolve(answer('refined', 1.01));
    await ended;
    expect(log).toEqual([
      'asked network',
      'network chi2 2',
      'waiting',
      'free potential stored',
      'asked refined',
      'start chi2 1.5',
      'search chi2 1.1',
      'stored refined of 1',
      'twin chi2 1.01',
      'done',
    ]);
    expect(estimates[0]).toEqual(fromNetwork);
    expect(estimates[1]).toMatchObject({ starts: 1, beat: null });
  });

  test('a run that ends before the network has answered waits for it', async () => {
    const { log, jobs, runs } = harness();
    runs.clamped(KEY);
    const ended = runs.ended(complete);
    await settled();
    expect(jobs).toHaveLength(1);
    answered(jobs[0]);
    await settled();
    jobs[1]?.resolve(answer('refined', 1));
    await ended;
    expect(log.at(-1)).toBe('done');
  });

  test('a run without a free potential goes straight to the refinement', async () => {
    const { log, jobs, runs } = harness();
    const ended = runs.ended({ ...complete, outcome: { ...complete.outcome, recordingIds: [1] } });
    await settled();
    jobs[0]?.resolve(answer('refined', 1));
    await ended;
    expect(log).toEqual(['asked refined', 'stored refined of 1', 'twin chi2 1', 'done']);
  });

  test('a network that fails loses only its answer', async () => {
    const { log, jobs, runs } = harness();
    runs.clamped(KEY);
    await settled();
    jobs[0]?.reject(new InferenceError('failed', 'There is no network for the protocol "x".'));
    const ended = runs.ended(complete);
    await settled();
    jobs[1]?.resolve(answer('refined', 1));
    await ended;
    expect(log).toEqual(['asked network', 'waiting', 'asked refined', 'stored refined of 1', 'twin chi2 1', 'done']);
  });

  test('an estimate that cannot be sent loses only itself', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { log, jobs, runs } = harness(() => {
      throw new Error('The window is gone.');
    });
    runs.clamped(KEY);
    await settled();
    answered(jobs[0]);
    const ended = runs.ended(complete);
    await settled();
    jobs[1]?.options.onPartial?.({ source: 'start', starts: 1, chi2PerSample: 1, beat });
    jobs[1]?.resolve(answer('refined', 1));
    await ended;
    expect(log).toContain('stored refined of 1');
    expect(log.at(-1)).toBe('done');
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });

  test('a refinement that fails is replaced by the network alone', async () => {
    const { log, jobs, runs } = harness();
    const ended = runs.ended(complete);
    await settled();
    jobs[0]?.reject(new InferenceError('crashed', 'It ended.'));
    await settled();
    jobs[1]?.resolve(answer('network', 2));
    await ended;
    expect(log).toEqual([
      'asked refined',
      'goes on with network: The refined twin failed, the network alone is tried: It ended.',
      'asked network',
      'stored network of 1',
      'twin chi2 2',
      'done',
    ]);
  });
});

describe('the twin of a living cell whose own potential was recorded', () => {
  const potential: FreeRecording = { name: 'recording 2', crc32: 2, sampleRateHz: 10_000, voltageMv: new Float32Array(30_000) };

  test('is made of clamp and potential together', async () => {
    const { log, jobs, list, runs } = harness(undefined, potential);
    const ended = runs.ended(complete);
    await settled();
    expect(list.list()[0]).toMatchObject({ method: 'refined', mode: 'clamp+potential' });
    jobs[0]?.resolve(answer('fit', 1.3));
    await ended;
    expect(log).toEqual(['asked clamp+potential', 'stored fit of 1', 'twin chi2 1.3', 'done']);
  });

  test('is made of the clamp alone where no cell carries both, and of the network where that fails too', async () => {
    const { log, jobs, list, runs } = harness(undefined, potential);
    const ended = runs.ended(complete);
    await settled();
    jobs[0]?.reject(new InferenceError('failed', 'No cell was found.'));
    await settled();
    expect(list.list()[0]).toMatchObject({
      mode: null,
      message: 'The clamp alone is fitted, since both together failed: No cell was found.',
    });
    jobs[1]?.reject(new InferenceError('failed', 'It did not converge.'));
    await settled();
    jobs[2]?.resolve(answer('network', 2));
    await ended;
    expect(log.filter((line) => line.startsWith('asked'))).toEqual(['asked clamp+potential', 'asked refined', 'asked network']);
    expect(log.at(-1)).toBe('done');
  });

  test('is not made of anything else when the operator cancels it', async () => {
    const { log, cancel, runs } = harness(undefined, potential);
    const ended = runs.ended(complete);
    await settled();
    cancel();
    await ended;
    expect(log).toEqual(['asked clamp+potential', 'cancelled']);
  });
});

describe('cancelling', () => {
  test('while the network is asked: nothing is reported after, nothing is made of the run', async () => {
    const { log, jobs, cancel, runs } = harness();
    runs.clamped(KEY);
    await settled();
    cancel();
    jobs[0]?.options.onProgress?.({ stage: 'beating', fraction: 0.9, message: '' });
    await runs.ended(complete);
    expect(log).toEqual(['asked network', 'cancelled']);
  });

  test('while the run continues after the answer: the run is not refined', async () => {
    const { log, jobs, cancel, runs } = harness();
    runs.clamped(KEY);
    await settled();
    answered(jobs[0]);
    await settled();
    cancel();
    await runs.ended(complete);
    expect(log).toEqual(['asked network', 'network chi2 2', 'waiting', 'cancelled']);
  });

  test('while it is refined: no estimate comes after', async () => {
    const { log, jobs, cancel, runs } = harness();
    const ended = runs.ended(complete);
    await settled();
    jobs[0]?.options.onPartial?.({ source: 'start', starts: 1, chi2PerSample: 1.5, beat });
    cancel();
    jobs[0]?.options.onPartial?.({ source: 'start', starts: 2, chi2PerSample: 1.2, beat });
    jobs[0]?.options.onProgress?.({ stage: 'refining', fraction: 0.5, message: '' });
    await ended;
    expect(log).toEqual(['asked refined', 'start chi2 1.5', 'cancelled']);
  });

  test('a run that was stopped keeps the answer of the network and says that it is not refined', async () => {
    const { log, jobs, runs } = harness();
    runs.clamped(KEY);
    await settled();
    answered(jobs[0]);
    await settled();
    await runs.ended({ sessionKey: 's', outcome: { status: 'stopped', recordingIds: [1, 2], reason: 'Stopped by the operator.' } });
    expect(log).toEqual(['asked network', 'network chi2 2', 'waiting', 'cancelled']);
  });
});
