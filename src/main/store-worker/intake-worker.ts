// Reads one recording file and answers what it gives: see intake-thread.ts.
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { formatTools } from '../formats/index.ts';
import { readIntake } from '../store/intake/read-intake.ts';
import type { IntakeAnswer, IntakeThreadData } from './intake-thread.ts';

const { path, wish, hdf5Script } = workerData as IntakeThreadData;
const formats = hdf5Script === null ? formatTools() : formatTools(pathToFileURL(hdf5Script));

readIntake(path, wish, formats).then(
  (read) => {
    // Samples are moved, not copied; sweeps may share their memory.
    const buffers = new Set(
      read.recordings.flatMap(({ pieces }) => pieces.flatMap(({ voltageMv, currentPa }) => [voltageMv.buffer, currentPa.buffer])),
    );
    parentPort?.postMessage({ ok: true, read } satisfies IntakeAnswer, [...buffers]);
  },
  (error: unknown) =>
    parentPort?.postMessage({ ok: false, message: error instanceof Error ? error.message : String(error) } satisfies IntakeAnswer),
);
