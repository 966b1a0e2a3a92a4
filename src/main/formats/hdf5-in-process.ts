import type { Dataset, File, Group } from 'h5wasm';
import { FormatError } from '../../core/formats/format-error.ts';
import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Value } from '../../core/formats/hdf5/hdf5-file.ts';
import { shownText } from '../../core/formats/shown-text.ts';
import { Hdf5Budget } from './hdf5-budget.ts';

type Library = typeof import('h5wasm');

/** Classes of values in HDF5 (H5T_class_t). */
const CLASS = { integer: 0, float: 1, string: 3, reference: 7, enumeration: 8 } as const;
/** Larger attributes do not belong to a recording. */
const MOST_ATTRIBUTE_BYTES = 1 << 16;
const UNOPENED = 'This HDF5 file is cut off or damaged and cannot be opened. Copy it again from where it was recorded.';
const DAMAGED = 'This HDF5 file is damaged and cannot be read there. Copy it again from where it was recorded.';

/** Its declared overloads treat region references as object references. */
interface Dereferencing {
  dereference(reference: object): unknown;
}

let opened = 0;

/** Loads the HDF5 library on first use; it sees files in its own memory only, never the disk. */
async function library(): Promise<Library> {
  const loaded = await import('h5wasm');
  await loaded.ready;
  refuseFailedReads(loaded.Module);
  return loaded;
}

const failing = new WeakSet<Library['Module']>();

/**
 * The library answers a number below 0 where values could not be read, as behind a filter that it does not have, and whoever asks it takes
 * what lies in the memory, such as the values that were read before.
 */
function refuseFailedReads(module: Library['Module']): void {
  if (failing.has(module)) return;
  failing.add(module);
  const read = module.get_dataset_data.bind(module);
  module.get_dataset_data = (...what) => {
    const status = read(...what);
    if (status < 0) throw new Error(`The HDF5 library could not read ${what[1]}.`);
    return status;
  };
}

/** Filters that the library has: deflate, shuffle, Fletcher 32, n-bit, scale and offset. */
const FILTERS: ReadonlySet<number> = new Set([1, 2, 3, 5, 6]);

/** What a data set is packed with that is not read; null: nothing. */
function foreignFilter(dataset: Dataset): string | null {
  const filter = guarded(() => dataset.filters, DAMAGED).find(({ id }) => !FILTERS.has(id));
  return filter === undefined ? null : shownText(filter.name, 40) || `filter ${filter.id}`;
}

/**
 * Opens an HDF5 file in this thread, which a damaged file can block for ever: see hdf5-thread.ts.
 * @throws FormatError when the bytes are no HDF5 file that can be opened
 */
export async function openHdf5InProcess(bytes: Uint8Array): Promise<Hdf5File> {
  const hdf5 = await library();
  const path = `/recording-${++opened}.h5`;
  const budget = new Hdf5Budget(bytes.length);
  hdf5.FS?.writeFile(path, bytes);
  const file = guarded(() => new hdf5.File(path, 'r'), UNOPENED);
  const drop = (): void => hdf5.FS?.unlink(path);
  if (file.file_id < 0n) {
    drop();
    throw new FormatError(UNOPENED);
  }
  return {
    get: (name) => {
      const entity = guarded(() => file.get(name), DAMAGED);
      if (entity instanceof hdf5.Group) return groupOf(entity);
      return entity instanceof hdf5.Dataset ? datasetOf(hdf5, file, entity, budget) : null;
    },
    close() {
      guarded(() => file.close(), DAMAGED);
      drop();
    },
  };
}

/** The library throws values of any kind, even from inside its WebAssembly. */
function guarded<T>(work: () => T, message: string): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(message, { cause });
  }
}

/** Attributes are read when they are asked for: what lists them is guarded as what reads them. */
function attributesOf(entity: Group | Dataset): Map<string, Hdf5Value> {
  const found = new Map<string, Hdf5Value>();
  for (const [name, attribute] of guarded(() => Object.entries(entity.attrs), DAMAGED)) {
    const { type, size, shape } = guarded(() => attribute.metadata, DAMAGED);
    const count = (shape ?? []).reduce((product, length) => product * length, 1);
    if (count * size > MOST_ATTRIBUTE_BYTES || !([CLASS.integer, CLASS.float, CLASS.string, CLASS.enumeration] as number[]).includes(type))
      continue;
    const value = guarded(() => attribute.json_value, DAMAGED);
    if (value !== null) found.set(name, value as Hdf5Value);
  }
  return found;
}

function groupOf(group: Group): Hdf5Group {
  return { kind: 'group', attributes: attributesOf(group), names: guarded(() => group.keys(), DAMAGED) };
}

function datasetOf(hdf5: Library, file: File, dataset: Dataset, budget: Hdf5Budget): Hdf5Dataset {
  const { type, size, shape, chunks, virtual_sources: outside } = guarded(() => dataset.metadata, DAMAGED);
  const dimensions = shape ?? [];
  const read = (): unknown => {
    if (outside !== undefined && outside.length > 0)
      throw new FormatError(
        'This HDF5 file keeps its samples in other files (a virtual data set), which are not read. Save it as one file.',
      );
    const filter = chunks == null ? null : foreignFilter(dataset);
    if (filter !== null)
      throw new FormatError(
        `Its samples are packed with "${filter}", which is not read; gzip is. Save the file again with gzip, or repack it ` +
          `(h5repack -f GZIP=4).`,
      );
    budget.take(dimensions, size, chunks);
    return guarded(() => dataset.value, DAMAGED);
  };
  return {
    kind: 'dataset',
    shape: dimensions,
    type:
      type === CLASS.float
        ? 'float'
        : type === CLASS.integer || type === CLASS.enumeration
          ? 'integer'
          : type === CLASS.string
            ? 'string'
            : type === CLASS.reference
              ? 'reference'
              : 'other',
    attributes: attributesOf(dataset),
    numbers: () => numbersOf(read()),
    texts: () => listOf(read()).map((text) => (typeof text === 'string' ? text : '')),
    references: () =>
      listOf(read()).map((reference): string => {
        if (!(reference instanceof hdf5.Reference)) return '';
        const target = guarded(() => (file as unknown as Dereferencing).dereference(reference), DAMAGED);
        return target instanceof hdf5.Group || target instanceof hdf5.Dataset ? target.path : '';
      }),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function numbersOf(value: unknown): ArrayLike<number> {
  if (typeof value === 'number') return [value];
  if (typeof value === 'bigint' || typeof value === 'boolean') return [Number(value)];
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as ArrayLike<number>;
  if (Array.isArray(value)) return value.flat(Infinity).map(Number);
  throw new FormatError('A data set of this HDF5 file holds no numbers where numbers were expected.');
}
