import { FormatError } from '../format-error.ts';
import { matRecordings } from '../mat/mat-recordings.ts';
import { mat73Variables } from '../mat/mat73-variables.ts';
import { nwbVersion, readNwb } from '../nwb/nwb-reader.ts';
import type { FormatReader } from '../reader.ts';
import { startsWith } from '../starts-with.ts';
import { isHdf5 } from './hdf5-file.ts';

/** HDF5 files: Neurodata Without Borders 2.x, and MATLAB 7.3; the content shows which it is. */
export const hdf5Reader: FormatReader = {
  name: 'NWB, MATLAB 7.3',
  recognises: isHdf5,
  async read({ bytes }, tools) {
    const file = await tools.openHdf5(bytes);
    try {
      if (nwbVersion(file) !== null) return readNwb(file);
      if (!startsWith(bytes, 'MATLAB')) {
        throw new FormatError(
          'This is an HDF5 file, but neither NWB nor MATLAB 7.3, so what its data sets mean is not known. Export the recording ' +
            'as NWB or CSV.',
        );
      }
      const notes: string[] = [];
      return { format: 'MATLAB', version: '7.3', recordings: matRecordings(mat73Variables(file, bytes.length, notes), notes), notes };
    } finally {
      file.close();
    }
  },
};
