import { shortMessage } from '../../core/text/short-message.ts';

export type StorageErrorCode =
  'disk-full' | 'damaged' | 'not-a-session' | 'newer' | 'busy' | 'not-found' | 'refused' | 'cancelled' | 'timeout' | 'io';

/**
 * A failure of a file, worded so that an operator knows what happened, what is kept and what to do. The message is
 * printable and shorter than 400 characters, whatever it quotes.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(shortMessage(message), options);
    this.code = code;
  }
}

/**
 * Runs work on a file and turns errors of SQLite and of the file system into StorageErrors; other errors pass.
 * @param doing what was tried, the begin of the message, for instance 'Storing samples'
 */
export function guarded<T>(doing: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw asStorageError(doing, file, cause);
  }
}

/** The error itself when it is neither of SQLite nor of the file system. */
export function asStorageError(doing: string, file: string, cause: unknown): unknown {
  if (cause instanceof StorageError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (typeof code !== 'string') return cause;
  const error = (kind: StorageErrorCode, why: string): StorageError =>
    new StorageError(kind, `${doing} failed: ${why} (${file}; ${code}: ${message})`, { cause });
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)/.test(code)) {
    return error('disk-full', 'the disk is full. Everything stored before stays readable; free some space and start again.');
  }
  if (/^SQLITE_(CORRUPT|FORMAT)/.test(code)) {
    return error('damaged', 'the session file is damaged. Copy it to a safe place before anything else is tried on it.');
  }
  if (/^SQLITE_NOTADB/.test(code)) return error('not-a-session', 'this is not a TwinClamp session. Choose a .twinclamp file.');
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return error('busy', 'another program is writing to the session. Close it there and try again.');
  }
  if (/^(SQLITE_|E[A-Z]+$)/.test(code))
    return error('io', 'the file could not be read or written. Check the disk and the rights on the folder.');
  return cause;
}
