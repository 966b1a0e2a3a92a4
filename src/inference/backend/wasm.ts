import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The build with SIMD and without threads: tfjs' threaded one requires browser workers, and V8 has had SIMD since Node 16. */
const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/**
 * Makes tfjs compute in WebAssembly (the XNNPACK kernels, float32, one thread).
 * @param wasmDir folder that holds the tfjs-backend-wasm*.wasm files
 * @throws Error when the file is missing or does not start
 */
export async function startWasm(wasmDir: string): Promise<void> {
  const file = join(wasmDir, WASM_FILE);
  if (!existsSync(file)) {
    throw new Error(`The WASM backend needs ${WASM_FILE} in ${wasmDir}, which is not there. Reinstall the program or run npm ci.`);
  }
  if (tf.getBackend() === 'wasm') return;
  if (tf.engine().registry['wasm'] === undefined) setWasmPaths(wasmDir.endsWith(sep) ? wasmDir : wasmDir + sep);
  if (!(await tf.setBackend('wasm'))) {
    throw new Error(`tfjs could not start its WASM backend from ${file}. The file may be damaged: reinstall the program.`);
  }
  await tf.ready();
}
