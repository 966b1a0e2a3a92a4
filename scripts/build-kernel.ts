import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CELL_MODELS } from '../src/core/cell/models.ts';
import { kernelFile } from '../src/core/simulate/kernel-file.ts';
import { buildKernel } from './kernel/module.ts';
import { multiplySource } from './kernel/multiply.ts';

/**
 * Writes the kernel of every cell model into resources/kernel and the matrix product of training; the files are committed and tests
 * check that they match their sources.
 */
const folder = join(import.meta.dirname, '..', 'resources', 'kernel');
mkdirSync(folder, { recursive: true });
for (const model of CELL_MODELS) {
  const binary = buildKernel(model);
  writeFileSync(join(folder, kernelFile(model)), binary);
  console.log(`resources/kernel/${kernelFile(model)}: ${binary.length} bytes`);
}
const product = join(import.meta.dirname, '..', 'src', 'inference', 'network', 'multiply-module.ts');
writeFileSync(product, multiplySource());
console.log(`src/inference/network/multiply-module.ts: ${multiplySource().length} bytes`);
