import { asStorageError } from '../../node/files/index.ts';

/** What the library calls the reasons for which a disk takes no more; it has no codes. */
const CODES: Readonly<Record<string, string>> = {
  'No space left on device': 'ENOSPC',
  'Quota exceeded': 'EDQUOT',
  'Disk quota exceeded': 'EDQUOT',
  'File too large': 'EFBIG',
};

/** What the HDF5 library throws, pages of it, as a StorageError; anything else as it came. @param path of the file */
export function hdf5Failure(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !cause.message.includes('HDF5-DIAG')) return cause;
  const reason = /error message = '([^']*)'/.exec(cause.message)?.[1] ?? 'HDF5 gave no reason';
  return asStorageError('Writing a file', path, Object.assign(new Error(reason), { code: CODES[reason] ?? 'EIO' }));
}
