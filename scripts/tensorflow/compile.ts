import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

/** The version of Node-API that tfjs-node 4.22 and every Node since 18 share. */
const NODE_API = 8;

/**
 * Compiles the binding against the library; it finds the library beside itself, so that the folder can be moved.
 * @param folder the folder being laid out @param headers include folder of the wheel
 */
export function compileBinding(folder: string, headers: string, projectRoot: string): void {
  const source = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  const out = join(source, 'lib');
  mkdirSync(out, { recursive: true });
  console.log('Compiling the binding.');
  const args = [
    ...[
      '-std=c++17',
      '-O2',
      '-w',
      '-shared',
      '-fPIC',
      `-DNAPI_VERSION=${NODE_API}`,
      '-I',
      source,
      '-I',
      headers,
      '-I',
      nodeHeaders(projectRoot),
    ],
    ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc', '-o', join(out, 'tfjs_binding.node'), '-L', join(folder, 'lib')],
    ...['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', '-Wl,-rpath,$ORIGIN/../../../../lib'],
  ];
  run('g++', args, { cwd: source, need: 'Install g++ 9 or newer.', minutes: 10 });
}

/** Headers come with the pinned Node of the project, else with the Node that runs. @throws Error where neither has them */
function nodeHeaders(projectRoot: string): string {
  const tried: string[] = [];
  const packages = createRequire(join(projectRoot, 'node_modules', 'node', 'package.json'));
  const platformPackage = `node-${process.platform}-${process.arch}/package.json`;
  for (const base of [() => dirname(packages.resolve(platformPackage)), () => dirname(dirname(realpathSync(process.execPath)))]) {
    let folder: string;
    try {
      folder = join(base(), 'include', 'node');
    } catch (error) {
      tried.push(`${platformPackage} (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)})`);
      continue;
    }
    if (existsSync(join(folder, 'node_api.h'))) return folder;
    tried.push(folder);
  }
  throw new Error(`Expected the header node_api.h of Node, looked in ${tried.join(' and ')}. Run npm ci.`);
}
