import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TFJS_CORE_KEY } from '../../src/inference/backend/tensorflow-library.ts';

/**
 * The binding requires tfjs by name. In its folder these packages replace it and pass on the tfjs-core of the program that loads it: a
 * second copy would have its own kernels and tensors.
 */
export function layStandIns(folder: string): void {
  const text =
    `const core = globalThis[Symbol.for('${TFJS_CORE_KEY}')];\n` +
    `if (core === undefined) throw new Error('Load the TensorFlow library through startTensorflowLibrary.');\n` +
    'module.exports = core;\n';
  for (const name of ['tfjs', 'tfjs-core']) {
    const place = join(folder, 'node_modules', '@tensorflow', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), text);
  }
}
