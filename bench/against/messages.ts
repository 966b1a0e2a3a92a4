/** What an engine of a checkout is asked: one slice of a job, some milliseconds of work. */
export interface SliceRequest {
  readonly job: string;
  readonly slice: number;
}

/** First message of a worker: the jobs it can do. Then one answer per slice, wall clock, ms. */
export type SliceAnswer = { readonly jobs: readonly string[] } | { readonly ms: number };
