import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernel } from './kernel/module.ts';
import { multiplySource } from './kernel/multiply.ts';

/** Writes resources/kernel/population.wasm and the matrix product of training; the files are committed and tests hold that they match their sources. */
const folder = join(import.meta.dirname, '..', 'resources', 'kernel');
mkdirSync(folder, { recursive: true });
const binary = buildKernel();
writeFileSync(join(folder, 'population.wasm'), binary);
console.log(`resources/kernel/population.wasm: ${binary.length} bytes`);
const product = join(import.meta.dirname, '..', 'src', 'inference', 'network', 'multiply-module.ts');
writeFileSync(product, multiplySource());
console.log(`src/inference/network/multiply-module.ts: ${multiplySource().length} bytes`);
