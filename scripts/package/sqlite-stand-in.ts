import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FileSet } from 'electron-builder';

/** libsql and what it loads on Linux x64, the one system of the registry runtime. */
const PACKAGES = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'];

/**
 * Files that replace better-sqlite3 by libsql: a package of that name that is libsql, so that every process and thread of
 * the packaged program finds it without a hook.
 */
export function sqliteStandIn(projectRoot: string): (string | FileSet)[] {
  // From libsql's own place: another version of its dependency may be stored beside it.
  const { resolve } = createRequire(join(projectRoot, 'node_modules', 'libsql', 'index.js'));
  const folderOf = (name: string): string =>
    name === 'libsql' ? join(projectRoot, 'node_modules', name) : dirname(resolve(`${name}/package.json`));
  return [
    '!node_modules/better-sqlite3/**',
    { from: join(projectRoot, 'scripts', 'package', 'sqlite-stand-in'), to: 'node_modules/better-sqlite3' },
    ...PACKAGES.map((name) => ({ from: folderOf(name), to: `node_modules/${name}`, filter: ['**/*', '!node_modules/**'] })),
  ];
}
