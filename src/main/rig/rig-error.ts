export type RigErrorCode =
  | 'port-missing'
  | 'port-busy'
  | 'port-denied'
  | 'port-lost'
  | 'no-answer'
  | 'refused'
  | 'bad-device'
  | 'wrong-state'
  | 'aborted'
  | 'incomplete'
  | 'sink'
  | 'emulator';

/** What went wrong on the rig, with a message that says what was expected, what came and what to do. */
export class RigError extends Error {
  readonly code: RigErrorCode;

  constructor(code: RigErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RigError';
    this.code = code;
  }
}

export function asRigError(error: unknown, code: RigErrorCode): RigError {
  if (error instanceof RigError) return error;
  return new RigError(code, error instanceof Error ? error.message : String(error), { cause: error });
}
