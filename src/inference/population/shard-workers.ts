import { ThreadClient } from '../../node/work/index.ts';

export interface ShardWork<Made> {
  readonly workers: number;
  readonly workerScript: string | URL;
  readonly workerData: unknown;
  /** The next shard to make, or null when no more is needed. */
  readonly next: () => number | null;
  readonly onMade: (made: Made) => void;
  readonly signal?: AbortSignal | undefined;
  /** Sentence of a cancelled run. Default: of a population. */
  readonly cancelled?: string;
}

/**
 * Hands shards to worker threads, one at a time each, until `next` returns null.
 * @throws Error when one of them fails, or the signal is aborted
 */
export async function workThroughShards<Made>({ signal, ...work }: ShardWork<Made>): Promise<void> {
  const cancelled = (): Error => new Error(work.cancelled ?? 'The population run was cancelled; it continues when run again.');
  if (signal?.aborted === true) throw cancelled();
  const threads = Array.from(
    { length: work.workers },
    () =>
      new ThreadClient<number, Made>(
        work.workerScript,
        work.workerData,
        (why) => new Error(`A thread that simulates cells failed: ${why}. Run it again.`),
      ),
  );
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => (onAbort = () => reject(cancelled())));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([aborted, Promise.all(threads.map((thread) => makeShards(thread, work)))]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

async function makeShards<Made>(thread: ThreadClient<number, Made>, { next, onMade }: ShardWork<Made>): Promise<void> {
  await thread.prepared;
  for (let shard = next(); shard !== null; shard = next()) onMade(await thread.ask(shard));
  await thread.close();
}
