import type { ErrorCode } from '../../shared/contract/contract.ts';

/** A failure that is shown to the operator: one sentence with what was expected, what came and what to do. */
export class RequestError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestError';
    this.code = code;
  }
}
