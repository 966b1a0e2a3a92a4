import type { Dataset, File as Hdf5LibraryFile, Group } from 'h5wasm';
import { crc32 } from '../../node/checksum/crc32.ts';
import { LibraryMemory } from './library-memory.ts';
import { SealList } from './seal-list.ts';
import { SeriesBuffer } from './series-buffer.ts';
import type { Hdf5Attributes, Hdf5Content, Hdf5Step } from '../../core/formats/hdf5/hdf5-step.ts';

type Library = typeof import('h5wasm/node');

/** Values of a chunk: 512 kB, the library opens and closes the data set for each. */
const CHUNK = 1 << 17;

/** Samples that are read back in one call: a chunk that does not lie in them as a whole is read twice. */
const READ_AT_ONCE = 1 << 19;

let loaded: Library | null = null;
let loading: Promise<Library> | null = null;

/** The HDF5 library that writes on the disk itself, loaded on first use; it stays. */
export async function hdf5Library(): Promise<Library> {
  loading ??= import('h5wasm/node').then(async (library) => {
    await library.ready;
    // Else it prints what fails, and goes on.
    library.Module.activate_throwing_error_handler();
    loaded = library;
    return library;
  });
  return loading;
}

/** The library where it has been loaded; asking begins to load it. */
export function loadedHdf5Library(): Library | null {
  if (loaded === null) void hdf5Library();
  return loaded;
}

/**
 * Writes an HDF5 file step by step, in memory for one piece of samples.
 * @param path on the disk; whoever writes puts it into its place when all is done
 */
export class Hdf5Writer {
  readonly #library: Library;
  readonly #file: Hdf5LibraryFile;
  readonly #series = new Map<string, SeriesBuffer>();
  readonly #seals = new SealList();
  readonly #reading: LibraryMemory[] = [];
  #closed = false;

  constructor(library: Library, path: string) {
    this.#library = library;
    this.#file = new library.File(path, 'w');
    if (this.#file.file_id < 0n) throw new Error(`HDF5 file ${path} could not be made. Choose another place.`);
  }

  write(step: Hdf5Step): void {
    switch (step.kind) {
      case 'group': {
        const group = step.path === '/' ? this.#file : this.#folderOf(step.path).create_group(nameOf(step.path));
        this.#attributes(group, step.attributes);
        return;
      }
      case 'dataset':
        this.#attributes(
          this.#folderOf(step.path).create_dataset({ name: nameOf(step.path), ...this.#stored(step.content) }),
          step.attributes,
        );
        return;
      case 'series':
        this.#makeSeries(step);
        return;
      case 'samples':
        this.#samples(step);
        return;
      case 'link':
        this.#folderOf(step.path).create_soft_link(step.target, nameOf(step.path));
        return;
    }
  }

  /**
   * Reads every sample that was written, some hundred thousand at once, and compares its checksum. `differsAt`: first sample of a stretch
   * that is not what was written, or not what its seal says.
   */
  *readBack(): Generator<{ readonly share: number; readonly differsAt: number | null }> {
    for (const buffer of this.#series.values()) buffer.flush();
    this.#file.flush();
    let done = 0;
    for (const { paths, first, end, stretches } of this.#seals.windows(READ_AT_ONCE)) {
      paths.forEach((path, k) => this.#read(path, first, end, this.#readingMemory(k)));
      // Reading may have moved the memory: views of it are taken afterwards.
      const read = paths.map((_, k) => this.#readingMemory(k).floats(end - first));
      const broken = stretches.find(({ first: begin, samples, start, sum }) => {
        const from = begin - first;
        return read.reduce((crc, values) => crc32(bytesOf(values.subarray(from, from + samples)), crc), start) !== sum;
      });
      done += paths.length * (end - first);
      yield { share: done / this.#seals.values, differsAt: broken?.first ?? null };
    }
  }

  /** Stored samples [first, end) of a series into memory of the library: `slice` would copy them out of it. */
  #read(path: string, first: number, end: number, memory: LibraryMemory): void {
    memory.floats(end - first);
    this.#library.Module.get_dataset_data(this.#file.file_id, path, [BigInt(end - first)], [BigInt(first)], [1n], memory.place);
  }

  /** For the k-th of the series that are read back together. */
  #readingMemory(k: number): LibraryMemory {
    return (this.#reading[k] ??= new LibraryMemory(this.#library));
  }

  /** Writes out what is held; the file is done. */
  close(): void {
    if (this.#closed) return;
    for (const buffer of this.#series.values()) buffer.flush();
    this.#end();
  }

  /** Ends the work on a file that is not wanted any more, as after a failure; no effect after close(). */
  abandon(): void {
    if (this.#closed) return;
    try {
      this.#end();
    } catch {
      // A file that could not be written cannot be closed properly either; whoever abandons it knows why.
    }
  }

  #end(): void {
    this.#closed = true;
    for (const memory of this.#reading) memory.free();
    this.#file.close();
  }

  #makeSeries({ path, length, attributes }: Extract<Hdf5Step, { kind: 'series' }>): void {
    const chunk = Math.max(1, Math.min(CHUNK, length));
    const series = this.#folderOf(path).create_dataset({
      name: nameOf(path),
      data: new Float32Array(chunk).fill(NaN),
      shape: [chunk],
      maxshape: [Math.max(chunk, length)],
      chunks: [chunk],
    });
    if (length !== chunk) series.resize([length]);
    this.#attributes(series, attributes);
    const memory = new LibraryMemory(this.#library);
    const block = (): Float32Array => memory.floats(CHUNK);
    const { file_id: file } = this.#file;
    const buffer = new SeriesBuffer(CHUNK, block, (first, samples) => {
      this.#library.Module.set_dataset_data(file, path, [BigInt(samples)], [BigInt(first)], [1n], memory.place);
      if (first + samples === length) memory.free();
    });
    this.#series.set(path, buffer);
  }

  #samples({ first, series, seal }: Extract<Hdf5Step, { kind: 'samples' }>): void {
    const samples = series[0]?.values.length ?? 0;
    for (const { path, values } of series) this.#seriesAt(path).add(first, values);
    const own = seal ?? { start: 0, sum: series.reduce((crc, { values }) => crc32(bytesOf(values), crc), 0) };
    this.#seals.add(
      series.map(({ path }) => path),
      { first, samples, ...own },
    );
  }

  #seriesAt(path: string): SeriesBuffer {
    const series = this.#series.get(path);
    if (series === undefined) throw new Error(`HDF5: the series "${path}" has to be made before its samples.`);
    return series;
  }

  #folderOf(path: string): Group {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const found = folder === '' ? this.#file : this.#file.get(folder);
    if (!(found instanceof this.#library.Group)) throw new Error(`HDF5: "${folder}" has to be made before "${path}".`);
    return found;
  }

  #attributes(node: Dataset | Group, attributes: Hdf5Attributes = {}): void {
    for (const [name, content] of Object.entries(attributes)) {
      const { data, shape, dtype } = this.#stored(content);
      node.create_attribute(name, data, shape, dtype);
    }
  }

  /** Content as the library takes it. */
  #stored(content: Hdf5Content): { data: never; shape: number[]; dtype: never } {
    const as = (data: unknown, shape: number[], dtype: unknown) => ({ data: data as never, shape, dtype: dtype as never });
    if (typeof content === 'string') return as([content], [], 'S');
    if (isTexts(content)) return as([...content], [content.length], 'S');
    if ('float' in content) return as([content.float], [], '<d');
    if ('floats' in content) return as([...content.floats], [content.floats.length], '<d');
    if ('integer' in content) return as([content.integer], [], '<I');
    if ('integers' in content) return as([...content.integers], [content.integers.length], '<i');
    if ('counts' in content) return as([...content.counts], [content.counts.length], '<I');
    if ('reference' in content) return as([this.#reference(content.reference)], [], 'Reference');
    if ('references' in content)
      return as(
        content.references.map((path) => this.#reference(path)),
        [content.references.length],
        'Reference',
      );
    const { stretches } = content;
    const columns = new Map<string, unknown[]>([
      ['idx_start', stretches.map(({ first }) => first)],
      ['count', stretches.map(({ samples }) => samples)],
      ['timeseries', stretches.map(({ series }) => this.#reference(series))],
    ]);
    return as(
      columns,
      [stretches.length],
      [
        ['idx_start', '<i'],
        ['count', '<i'],
        ['timeseries', 'Reference'],
      ],
    );
  }

  #reference(path: string) {
    const target = this.#file.get(path);
    if (!(target instanceof this.#library.Group || target instanceof this.#library.Dataset))
      throw new Error(`HDF5: "${path}" has to be made before it is referred to.`);
    return target.create_reference();
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isTexts(content: Hdf5Content): content is readonly string[] {
  return Array.isArray(content);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
