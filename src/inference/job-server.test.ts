import { expect, test } from 'vitest';
import type { ProtocolScore } from '../core/designer/score-protocol.ts';
import type { FromInference } from '../shared/inference/messages.ts';
import { JobServer } from './job-server.ts';
import type { Jobs } from './jobs-interface.ts';

function served(jobs: Partial<Jobs>) {
  const posted: FromInference[] = [];
  let settled: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    settled = resolve;
  });
  const server = new JobServer(jobs as Jobs, (message) => {
    posted.push(message);
    if (message.type === 'result' || message.type === 'error') settled();
  });
  return { server, posted, done };
}

test('a job reports progress, then exactly one result', async () => {
  const { server, posted, done } = served({
    status: (_request, { onProgress }) => {
      onProgress({ stage: 'network', fraction: 0.5, message: 'half' });
      return Promise.resolve({ backend: 'wasm', backendNote: null });
    },
  });
  server.receive({ type: 'request', id: 7, kind: 'status', request: {} });
  await done;
  expect(posted).toEqual([
    { type: 'progress', id: 7, stage: 'network', fraction: 0.5, message: 'half' },
    { type: 'result', id: 7, result: { backend: 'wasm', backendNote: null } },
  ]);
});

test('a cancelled job ends with an error that states that it was cancelled', async () => {
  const { server, posted, done } = served({
    beat: (_request, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  });
  server.receive({ type: 'request', id: 1, kind: 'beat', request: {} });
  server.receive({ type: 'cancel', id: 1 });
  await done;
  expect(posted).toMatchObject([{ type: 'error', id: 1, cancelled: true }]);
});

test('partial results are sent before the result', async () => {
  const { server, posted, done } = served({
    score: (_request, { onPartial }) => {
      onPartial({ cells: 2 } as ProtocolScore);
      return Promise.resolve({ cells: 4 } as ProtocolScore);
    },
  });
  server.receive({ type: 'request', id: 3, kind: 'score', request: {} });
  await done;
  expect(posted).toEqual([
    { type: 'partial', id: 3, result: { cells: 2 } },
    { type: 'result', id: 3, result: { cells: 4 } },
  ]);
});
