import { parentPort } from 'node:worker_threads';
import { errorText, RequestServer } from './request-server.ts';
import { PREPARED, type FromThread, type ToThread } from './thread-client.ts';

/**
 * Makes this worker thread one that a ThreadClient asks, request after request in their order.
 * @param prepare what is needed before the first request; returns what answers one
 * @throws Error outside of a worker thread
 * @example serveThread(async () => { const kernel = await load(); return (shard: number) => make(kernel, shard); });
 */
export function serveThread<Request, Answer>(prepare: () => Promise<(request: Request) => Answer> | ((request: Request) => Answer)): void {
  if (parentPort === null) throw new Error('This script is the entry of a worker thread and cannot be run by itself.');
  const port = parentPort;
  const server = new RequestServer((id, outcome) => {
    const message: FromThread = outcome.ok
      ? { id, ok: true, result: outcome.result }
      : { id, ok: false, message: errorText(outcome.error) };
    port.postMessage(message);
  });
  const prepared = Promise.resolve().then(prepare);
  void server.serve(PREPARED, async () => {
    await prepared;
  });
  port.on('message', ({ id, request }: ToThread) => {
    void server.serve(id, async () => (await prepared)(request as Request));
  });
}
