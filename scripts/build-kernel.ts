import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernel } from './kernel/module.ts';

/** Writes resources/kernel/population.wasm; the file is committed and a test holds that it matches the cell. */
const folder = join(import.meta.dirname, '..', 'resources', 'kernel');
mkdirSync(folder, { recursive: true });
const binary = buildKernel();
writeFileSync(join(folder, 'population.wasm'), binary);
console.log(`resources/kernel/population.wasm: ${binary.length} bytes`);
