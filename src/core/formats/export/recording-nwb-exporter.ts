import { nwbSteps } from '../nwb/write/nwb-steps.ts';
import type { Hdf5RecordingExporter } from './exporter.ts';

/** Neurodata Without Borders 2: all recordings of a session with their twins in one file. */
export const recordingNwbExporter = {
  id: 'nwb',
  title: 'NWB',
  purpose: 'everything, for archives such as DANDI and for Python',
  extension: 'nwb',
  mime: 'application/x-hdf5',
  steps: nwbSteps,
} as const satisfies Hdf5RecordingExporter;
