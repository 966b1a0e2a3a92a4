import type { ErrorCode } from '../../shared/contract/contract.ts';

/** A failure the operator is told: one sentence with what was expected, what came and what to do. */
export class RequestError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestError';
    this.code = code;
  }
}

/** Gives every error of a part of the program the code of that part; a RequestError keeps its own. */
export async function withCode<T>(code: ErrorCode, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(code, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
