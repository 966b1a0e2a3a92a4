import { Worker } from 'node:worker_threads';
import { OpenRequests, threadPeer, type Peer } from '../../node/work/index.ts';
import type { DesignAnswer, DesignQuestion, DesignWorkerStart } from './messages.ts';

type Thread = Peer<DesignQuestion, DesignAnswer>;

/** Worker threads that score protocols. Close it when done. */
export class DesignPool {
  private readonly workers: Worker[];
  private readonly idle: Thread[];
  private readonly waiting: DesignQuestion[] = [];
  private readonly requests = new OpenRequests();
  private failure: Error | null = null;

  constructor(workerScript: string | URL, start: DesignWorkerStart, workers: number) {
    this.workers = Array.from({ length: workers }, () => new Worker(workerScript, { workerData: start }));
    this.idle = this.workers.map((worker) => this.threadOf(worker));
  }

  get size(): number {
    return this.workers.length;
  }

  /** @throws Error when a worker fails */
  async ask(question: Omit<DesignQuestion, 'id'>): Promise<DesignAnswer> {
    if (this.failure) throw this.failure;
    const { id, answered } = this.requests.add(undefined);
    this.waiting.push({ ...question, id });
    this.next();
    return answered as Promise<DesignAnswer>;
  }

  close(): Promise<unknown> {
    return Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private threadOf(worker: Worker): Thread {
    const thread = threadPeer<DesignQuestion, DesignAnswer>(worker, (error) => {
      this.failure = error;
      this.requests.rejectAll(error);
    });
    thread.onMessage((answer) => {
      this.idle.push(thread);
      this.next();
      this.requests.resolve(answer.id, answer);
    });
    return thread;
  }

  private next(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const thread = this.idle.pop();
      const question = this.waiting.shift();
      if (thread && question) thread.post(question);
    }
  }
}
