/** Why a job of the inference process has no result. */
export class InferenceError extends Error {
  readonly reason: 'failed' | 'cancelled' | 'timeout' | 'crashed' | 'unavailable';

  constructor(reason: InferenceError['reason'], message: string) {
    super(message);
    this.name = 'InferenceError';
    this.reason = reason;
  }
}
