import type { FormatTools } from '../../core/formats/reader.ts';
import { openHdf5InThread } from './hdf5-thread.ts';
import { inflate } from './inflate.ts';

export { sourceFile } from './source-file.ts';

/**
 * What readers of recordings need from the machine; the readers are in src/core/formats.
 * @param hdf5Worker the thread that holds an HDF5 file, as run from source or as bundled
 */
export function formatTools(hdf5Worker: URL = new URL('./hdf5-worker.ts', import.meta.url)): FormatTools {
  return { inflate, openHdf5: async (bytes) => openHdf5InThread(bytes, hdf5Worker) };
}
