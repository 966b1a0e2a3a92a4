import { Worker } from 'node:worker_threads';
import type { DesignAnswer, DesignQuestion, DesignWorkerStart } from './messages.ts';

/** Worker threads that score protocols. Close it when done. */
export class DesignPool {
  private readonly workers: Worker[];
  private readonly idle: Worker[];
  private readonly waiting: { readonly question: DesignQuestion; readonly resolve: (answer: DesignAnswer) => void }[] = [];
  private readonly open = new Map<number, (answer: DesignAnswer) => void>();
  private nextId = 1;
  private failure: Error | null = null;
  private readonly onFailure = new Set<(error: Error) => void>();

  constructor(workerScript: string | URL, start: DesignWorkerStart, workers: number) {
    this.workers = Array.from({ length: workers }, () => new Worker(workerScript, { workerData: start }));
    this.idle = [...this.workers];
    for (const worker of this.workers) {
      worker.on('error', (error: Error) => this.fail(error));
      worker.on('message', (answer: DesignAnswer) => {
        const resolve = this.open.get(answer.id);
        this.open.delete(answer.id);
        this.idle.push(worker);
        this.next();
        resolve?.(answer);
      });
    }
  }

  get size(): number {
    return this.workers.length;
  }

  /** @throws Error when a worker fails */
  ask(question: Omit<DesignQuestion, 'id'>): Promise<DesignAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.onFailure.add(reject);
      const answered = (answer: DesignAnswer): void => {
        this.onFailure.delete(reject);
        resolve(answer);
      };
      this.waiting.push({ question: { ...question, id: this.nextId++ }, resolve: answered });
      this.next();
    });
  }

  close(): Promise<unknown> {
    return Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop();
      const job = this.waiting.shift();
      if (!worker || !job) return;
      this.open.set(job.question.id, job.resolve);
      worker.postMessage(job.question);
    }
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const reject of this.onFailure) reject(error);
    this.onFailure.clear();
  }
}
