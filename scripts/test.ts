import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.ts';
import { runEndToEnd } from './end-to-end.ts';
import { closingLine, type Tally } from './summary.ts';
import { runVitest } from './vitest-run.ts';

// npm test: type check, lint, layers, build, then unit, integration and end-to-end tests. Everything runs even when an
// earlier part failed; the last line has the sum, in which each check counts as one test.
const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const skips: string[] = [];
const failures: string[] = [];

function add(tally: Tally): void {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
}

function check(name: string, work: () => boolean): void {
  console.log(`\n== ${name}`);
  const good = work();
  console.log(good ? `${name}: passed` : `${name}: FAILED`);
  add({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });
}

function tool(script: string, ...args: string[]): boolean {
  return (
    spawnSync(process.execPath, [join(projectRoot, 'node_modules', script), ...args], { cwd: projectRoot, stdio: 'inherit' }).status === 0
  );
}

function build(): boolean {
  try {
    ensureBuilt(projectRoot, true);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}

check('type check of each layer with its globals', () => tool('typescript/bin/tsc', '-b', 'tsconfig.layers.json'));
check('format', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'));
check('lint', () => tool('eslint/bin/eslint.js', '.', '--max-warnings', '0'));
check('layers', () =>
  tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', 'src', 'bench', 'scripts', 'test'),
);
check('build', build);
for (const project of ['unit', 'integration']) {
  console.log(`\n== ${project} tests`);
  add(runVitest(projectRoot, project));
}
console.log('\n== end-to-end tests');
if (existsSync(join(projectRoot, 'out', 'build.sha256'))) {
  const outcome = await runEndToEnd(projectRoot);
  if (outcome.kind === 'ran') add(outcome.tally);
  else {
    const failed = outcome.kind === 'failed';
    (failed ? failures : skips).push(`test/e2e and test/security: ${outcome.reason}`);
    add({ passed: 0, failed: failed ? 2 : 0, skipped: failed ? 0 : 2 });
  }
} else {
  skips.push('test/e2e and test/security: the build failed');
  add({ passed: 0, failed: 0, skipped: 2 });
}
if (!existsSync(join(projectRoot, '..', 'shared'))) {
  skips.push('tests against the reference data: ../shared is absent; the fixtures of test/fixtures stand in');
}

console.log('');
for (const skip of skips) console.log(`SKIPPED ${skip}`);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
