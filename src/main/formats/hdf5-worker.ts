import { workerData } from 'node:worker_threads';
import { FormatError } from '../../core/formats/format-error.ts';
import type { Hdf5File } from '../../core/formats/hdf5/hdf5-file.ts';
import type { Hdf5Answer, Hdf5Call, Hdf5Node, Hdf5WorkerData } from './hdf5-calls.ts';
import { MOST_RATIO } from './hdf5-budget.ts';
import { openHdf5InProcess } from './hdf5-in-process.ts';
import { limitWasmMemory } from './wasm-memory.ts';

// A separate thread for one HDF5 file: a damaged file can make the library loop without end or trap, and a thread can be ended.
const { bytes, port, answered } = workerData as Hdf5WorkerData;
/** The library itself, and what its caches and a small file's values need; beyond that as much as the values of a file may take, twice. */
const BASE_BYTES = 96e6;
let file: Hdf5File | null = null;

limitWasmMemory(BASE_BYTES + 2 * MOST_RATIO * bytes.length);
// The library prints a stack for whatever a damaged file lacks. What a thread prints waits in memory while the thread that asks it sleeps.
for (const stream of [process.stdout, process.stderr]) stream.write = () => true;

function nodeAt(path: string): Hdf5Node {
  const node = file?.get(path) ?? null;
  if (node === null) return null;
  if (node.kind === 'group') return { kind: 'group', attributes: node.attributes, names: node.names };
  return { kind: 'dataset', shape: node.shape, type: node.type, attributes: node.attributes };
}

async function answerTo(call: Hdf5Call): Promise<Extract<Hdf5Answer, { ok: true }>['value']> {
  if (call.kind === 'open') {
    file = await openHdf5InProcess(bytes);
    return null;
  }
  if (call.kind === 'get') return nodeAt(call.path);
  const node = file?.get(call.path);
  if (node?.kind !== 'dataset') throw new FormatError('This HDF5 file is damaged: a data set has gone.');
  return node[call.kind]();
}

port.on('message', (call: Hdf5Call) => {
  void answerTo(call)
    .then((value): Hdf5Answer => ({ ok: true, value }))
    .catch((error: unknown): Hdf5Answer => ({
      ok: false,
      refused: error instanceof FormatError,
      message: error instanceof Error ? error.message : String(error),
    }))
    .then((answer) => {
      port.postMessage(answer);
      Atomics.add(answered, 0, 1);
      Atomics.notify(answered, 0);
    });
});
