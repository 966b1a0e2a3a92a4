import type { ErrorCode } from '../../shared/contract/contract.ts';
import { RequestError } from '../ipc/request-error.ts';
import { AcquisitionError } from '../acquisition/index.ts';
import { StorageError } from '../store/index.ts';
import { InferenceError } from '../supervisor/inference-error.ts';

/** The failures of the parts of the program, in words for the operator; null for any fault of the program itself. */
export function toRequestError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error;
  const code = codeOf(error);
  return code === null ? null : new RequestError(code, (error as Error).message, { cause: error });
}

function codeOf(error: unknown): ErrorCode | null {
  if (error instanceof AcquisitionError) return error.code;
  if (error instanceof StorageError)
    return error.code === 'busy' || error.code === 'not-found' || error.code === 'cancelled' ? error.code : 'storage';
  if (error instanceof InferenceError) return error.reason === 'cancelled' ? 'cancelled' : 'inference';
  return null;
}
