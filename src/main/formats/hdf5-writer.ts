import type { Dataset, File as Hdf5LibraryFile, Group } from 'h5wasm';
import { crc32 } from '../../node/checksum/crc32.ts';
import { SeriesBuffer } from './series-buffer.ts';
import type { Hdf5Attributes, Hdf5Content, Hdf5Step } from '../../core/formats/hdf5/hdf5-step.ts';

type Library = typeof import('h5wasm/node');

/** Values of a chunk: 256 kB, a tenth of a second of two channels at usual rates and more. */
const CHUNK = 1 << 16;

/** Samples that are read back in one call. */
const READ_AT_ONCE = 1 << 17;

let loaded: Library | null = null;
let loading: Promise<Library> | null = null;

/** The HDF5 library that writes on the disk itself, loaded on first use; it stays. */
export async function hdf5Library(): Promise<Library> {
  loading ??= import('h5wasm/node').then(async (library) => {
    await library.ready;
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

interface Series {
  readonly dataset: Dataset;
  readonly buffer: SeriesBuffer;
  /** What was written, with its checksum. */
  readonly pieces: { first: number; end: number; sum: number }[];
}

/**
 * Writes an HDF5 file step by step, in memory for one piece of samples.
 * @param path on the disk; whoever writes puts it into its place when all is done
 */
export class Hdf5Writer {
  readonly #library: Library;
  readonly #file: Hdf5LibraryFile;
  readonly #series = new Map<string, Series>();
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

  /** Reads every series as it was written, piece by piece. `differsAt`: sample at which a piece is not what was written. */
  *readBack(): Generator<{ readonly share: number; readonly differsAt: number | null }> {
    for (const { buffer } of this.#series.values()) buffer.flush();
    this.#file.flush();
    const all = [...this.#series.values()];
    const total = all.reduce((sum, { pieces }) => sum + (pieces.at(-1)?.end ?? 0), 0);
    let done = 0;
    for (const { dataset, pieces } of all) {
      for (const { first, end, sum } of pieces) {
        const isSame = this.#sumOf(dataset, first, end) === sum;
        done += end - first;
        yield { share: done / total, differsAt: isSame ? null : first };
      }
    }
  }

  /** Checksum of the stored samples [first, end), in the memory of the library: `slice` would copy each piece out of it. */
  #sumOf(dataset: Dataset, first: number, end: number): number {
    const { Module: library } = this.#library;
    const bytes = (end - first) * Float32Array.BYTES_PER_ELEMENT;
    const place = library._malloc(bytes);
    if (place === 0) throw new Error(`HDF5: no memory for ${bytes} bytes to read back.`);
    try {
      library.HEAPU8.fill(0xff, place, place + bytes);
      library.get_dataset_data(dataset.file_id, dataset.path, [BigInt(end - first)], [BigInt(first)], [1n], BigInt(place));
      // Reading may have grown the memory: its view is taken afterwards.
      return crc32(library.HEAPU8.subarray(place, place + bytes));
    } finally {
      library._free(place);
    }
  }

  /** Writes out what is held; the file is done. */
  close(): void {
    if (this.#closed) return;
    for (const { buffer } of this.#series.values()) buffer.flush();
    this.#file.close();
    this.#closed = true;
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
    const pieces: Series['pieces'] = [];
    const buffer = new SeriesBuffer(CHUNK, (first, values) => {
      const end = first + values.length;
      series.write_slice([[first, end]], values);
      const last = pieces.at(-1);
      // Neighbours are read back together, some hundred thousand samples at once.
      if (last?.end === first && end - last.first <= READ_AT_ONCE) {
        last.end = end;
        last.sum = crc32(bytesOf(values), last.sum);
      } else pieces.push({ first, end, sum: crc32(bytesOf(values)) });
    });
    this.#series.set(path, { dataset: series, buffer, pieces });
  }

  #samples({ path, first, values }: Extract<Hdf5Step, { kind: 'samples' }>): void {
    const series = this.#series.get(path);
    if (series === undefined) throw new Error(`HDF5: the series "${path}" has to be made before its samples.`);
    series.buffer.add(first, values);
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
