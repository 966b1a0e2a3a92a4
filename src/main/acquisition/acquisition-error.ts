import type { ErrorCode } from '../../shared/contract/contract.ts';
import { RigError } from '../rig/index.ts';
import { StorageError } from '../store/index.ts';

/** Why a request of the acquisition process failed, in words for the operator. */
export class AcquisitionError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'AcquisitionError';
    this.code = code;
  }
}

/** Code of the contract for a failure of the rig or the recorder. */
export function errorCode(error: unknown): ErrorCode {
  if (error instanceof AcquisitionError) return error.code;
  if (error instanceof RigError) return error.code === 'wrong-state' ? 'busy' : 'rig';
  if (error instanceof StorageError) return error.code === 'busy' || error.code === 'not-found' ? error.code : 'storage';
  return 'internal';
}
