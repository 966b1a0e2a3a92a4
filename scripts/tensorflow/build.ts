import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUILT_FILE, TENSORFLOW_LIBRARY } from '../../src/inference/backend/tensorflow-folder.ts';
import { compileBinding } from './compile.ts';
import { npmPackage, unpackWheel, wheel } from './download.ts';
import { BINDING, PROTOBUF, WHEEL } from './pins.ts';
import { layStandIns } from './stand-ins.ts';

/**
 * Installs the TensorFlow library and its binding in `folder`. Does nothing where they exist; a partly built folder never gets the
 * final name.
 * @param options.wheel file of the wheel, when it was downloaded before
 * @throws Error with what was expected, what came and what to do
 */
export function buildTensorflow(projectRoot: string, folder: string, options: { readonly wheel?: string } = {}): 'built' | 'found' {
  if (existsSync(join(folder, BUILT_FILE))) return 'found';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Expected Linux on x64, for which the pinned library exists, got ${process.platform} on ${process.arch}. Train on WASM ` +
        `here; nothing else needs the library.`,
    );
  }
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(join(dirname(folder), 'tensorflow-build-'));
  try {
    const made = join(scratch, 'made');
    const modules = join(made, 'node_modules');
    npmPackage(BINDING, scratch, join(modules, BINDING.name));
    npmPackage(PROTOBUF, scratch, join(modules, PROTOBUF.name));
    const unpacked = join(scratch, 'wheel');
    unpackWheel(wheel(scratch, options.wheel), unpacked);
    mkdirSync(join(made, 'lib'));
    for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
      const from = join(unpacked, 'tensorflow', name);
      if (!existsSync(from)) throw new Error(`Expected ${name} in ${WHEEL.file}, which does not hold it. Pin a wheel that does.`);
      renameSync(from, join(made, 'lib', name));
    }
    compileBinding(made, join(unpacked, 'tensorflow', 'include'), projectRoot);
    layStandIns(made);
    writeFileSync(
      join(made, BUILT_FILE),
      `${JSON.stringify({ ...TENSORFLOW_LIBRARY, wheel: WHEEL.sha256, bindingSource: BINDING.sha512 }, null, 2)}\n`,
    );
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    return 'built';
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
