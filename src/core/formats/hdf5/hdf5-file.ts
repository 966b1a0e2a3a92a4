export type Hdf5Value = string | number | boolean | readonly (string | number | boolean)[];

/** One data set: its shape is known before anything is read. */
export interface Hdf5Dataset {
  readonly kind: 'dataset';
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly type: 'float' | 'integer' | 'string' | 'reference' | 'other';
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  /**
   * All values in C order; integers of 64 bits as numbers. @throws FormatError where they cannot be read or are more than the file
   * justifies
   */
  numbers(): ArrayLike<number>;
  texts(): readonly string[];
  /** Absolute paths that the values refer to; an empty text for a broken reference. */
  references(): readonly string[];
}

export interface Hdf5Group {
  readonly kind: 'group';
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  /** Names in the group, including broken links and links out of the file. */
  readonly names: readonly string[];
}

/** An HDF5 file as the readers need it; paths are absolute, "/" is the root. */
export interface Hdf5File {
  /** Null where there is nothing, and for broken links and links out of the file. */
  get(path: string): Hdf5Group | Hdf5Dataset | null;
  close(): void;
}

export function isHdf5(bytes: Uint8Array): boolean {
  // A user block of 512 bytes or a power of two more may stand before the signature; MATLAB writes one of 512.
  const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
  for (let at = 0; at + 8 <= bytes.length && at <= 1 << 16; at = at === 0 ? 512 : at * 2) {
    if (signature.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
