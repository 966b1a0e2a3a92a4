import type { Hdf5File } from './hdf5/hdf5-file.ts';
import type { ImportedFile } from './imported.ts';

/** The bytes to read and the files beside them, which some formats need. */
export interface FormatSource {
  readonly bytes: Uint8Array;
  /** File name without its folder, for messages. */
  readonly name: string;
  /**
   * A file beside this one: an ending (".pgf") asks for the file of the same stem, anything else for that file name.
   * Null where there is none.
   */
  companion(wanted: string): Uint8Array | null;
}

/** Services that the core does not have. */
export interface FormatTools {
  /**
   * Inflates a zlib stream (RFC 1950).
   * @throws Error when it is damaged or inflates to more than `mostBytes`
   */
  inflate(bytes: Uint8Array, mostBytes: number): Uint8Array;
  /** @throws Error when the bytes are no HDF5 file that can be opened */
  openHdf5(bytes: Uint8Array): Promise<Hdf5File>;
}

/**
 * One file format that recordings are read from.
 * @example
 * export const myReader: FormatReader = {
 *   name: 'My rig',
 *   recognises: (bytes) => latin1(bytes.subarray(0, 4)) === 'MYRG',
 *   read: ({ bytes, name }) => ({ recordings: recordingsOf(bytes), notes: [`${name} states no temperature.`] }),
 * };
 */
export interface FormatReader {
  /** Its name for the operator. */
  readonly name: string;
  /** Whether the bytes are of this format, by content alone. */
  recognises(bytes: Uint8Array): boolean;
  /** @throws FormatError saying what was expected, what came and what to do */
  read(source: FormatSource, tools: FormatTools): ImportedFile | Promise<ImportedFile>;
}
