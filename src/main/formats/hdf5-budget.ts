import { FormatError } from '../../core/formats/format-error.ts';

/** A small file may hold a step command that compresses well. */
const GRACE_BYTES = 32 << 20;
/** Recorded noise compresses to a half or a third; silence and steps to a hundredth, but they are only a part of a file. */
export const MOST_RATIO = 40;

/** Number of bytes that may still be read from a compressed file: a few bytes can claim to unpack to all memory there is. */
export class Hdf5Budget {
  private readonly fileBytes: number;
  private left: number;

  constructor(fileBytes: number) {
    this.fileBytes = fileBytes;
    this.left = GRACE_BYTES + MOST_RATIO * fileBytes;
  }

  /** @throws FormatError when a data set, or one of its chunks, is more than is left */
  take(shape: readonly number[], itemBytes: number, chunks: readonly number[] | null): void {
    const bytes = (lengths: readonly number[]): number => lengths.reduce((product, length) => product * length, Math.max(1, itemBytes));
    const wanted = Math.max(bytes(shape), chunks === null ? 0 : bytes(chunks));
    if (!(wanted <= this.left)) {
      throw new FormatError(
        `This HDF5 file has ${this.fileBytes} bytes but says that it holds ${wanted} bytes of values; that much is not unpacked ` +
          `from it. If it is sound, save it with less compression.`,
      );
    }
    this.left -= wanted;
  }
}
