import type { FormatTools } from '../../core/formats/reader.ts';
import { openHdf5 } from './hdf5.ts';
import { inflate } from './inflate.ts';

/** What readers of recordings need from the machine: the reading itself is src/core/formats. */
export { sourceFile } from './source-file.ts';

export const FORMAT_TOOLS: FormatTools = { inflate, openHdf5 };
