/**
 * Child process of webgpu-parity.test.ts: predicts with a stored network on WASM and on WebGPU and prints both answers as JSON.
 * Arguments: folder of the network, folder of the wasm files.
 */
import { chooseBackend } from '../../../src/inference/backend/index.ts';
import { normals } from '../../../src/inference/network/network.testing.ts';
import { Predictor } from '../../../src/inference/network/index.ts';

const [folder, wasmDir] = process.argv.slice(2);
if (folder === undefined || wasmDir === undefined) throw new Error('Usage: parity.child.ts NETWORK_FOLDER WASM_FOLDER');

const results: unknown[] = [];
for (const prefer of ['wasm', 'webgpu'] as const) {
  const backend = await chooseBackend({ prefer, wasmDir });
  const predictor = await Predictor.load(folder, backend);
  const { features } = predictor.shape;
  const rows = 9;
  const { mean, sd } = await predictor.predict(normals(rows * features, 5), rows);
  predictor.dispose();
  results.push({ name: backend.name, adapter: backend.adapter, notes: backend.notes, mean: [...mean], sd: [...sd] });
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
