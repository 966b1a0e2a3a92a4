/**
 * Builds the TensorFlow library for fast training without CUDA, once, into the cache of the user. Optional: without it training runs on
 * WASM.
 * Usage: npm run build:tensorflow [-- --wheel FILE]
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tensorflowFolder } from '../src/inference/backend/tensorflow-folder.ts';
import { buildTensorflow } from './tensorflow/build.ts';

const root = join(import.meta.dirname, '..');
try {
  const { values } = parseArgs({ options: { wheel: { type: 'string' } } });
  const folder = tensorflowFolder();
  const outcome = buildTensorflow(root, folder, values.wheel === undefined ? {} : { wheel: values.wheel });
  const probe = spawnSync(process.execPath, [join(import.meta.dirname, 'tensorflow', 'probe.ts'), folder], { encoding: 'utf8' });
  if (probe.status !== 0)
    throw new Error(
      `Expected the library in ${folder} to compute, got: ${probe.stderr.trim().split('\n').at(-1) ?? ''}. Delete that folder ` +
        `and build again.`,
    );
  console.log(`${outcome === 'built' ? 'Built' : 'Already built'}: ${folder}\n${probe.stdout.trim()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
