import { ThreadClient } from '../../node/work/index.ts';
import type { DesignAnswer, DesignQuestion, DesignWorkerStart } from './messages.ts';

type Thread = ThreadClient<DesignQuestion, DesignAnswer>;

/** Worker threads that score protocols, one question at a time each. Close it when done. */
export class DesignPool {
  private readonly threads: readonly Thread[];
  private readonly idle: Thread[];
  private readonly waiting: ((thread: Thread) => void)[] = [];

  constructor(workerScript: string | URL, start: DesignWorkerStart, workers: number) {
    this.threads = Array.from({ length: workers }, () => new ThreadClient(workerScript, start, (why) => new Error(why)));
    this.idle = [...this.threads];
  }

  get size(): number {
    return this.threads.length;
  }

  /** @throws Error when the worker fails */
  async ask(question: DesignQuestion): Promise<DesignAnswer> {
    const thread = this.idle.pop() ?? (await new Promise<Thread>((resolve) => this.waiting.push(resolve)));
    try {
      return await thread.ask(question);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(thread);
      else next(thread);
    }
  }

  close(): Promise<unknown> {
    return Promise.all(this.threads.map((thread) => thread.close()));
  }
}
