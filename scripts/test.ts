import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.ts';
import { captured } from './captured.ts';
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

function report(name: string, good: boolean): void {
  console.log(good ? `${name}: passed` : `${name}: FAILED`);
  add({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });
}

async function tool(name: string, script: string, ...args: string[]): Promise<void> {
  const { status, output } = await captured([join(projectRoot, 'node_modules', script), ...args], { cwd: projectRoot });
  console.log(`\n== ${name}`);
  if (output.trim() !== '') console.log(output);
  report(name, status === 0);
}

function build(): void {
  console.log('\n== build');
  try {
    ensureBuilt(projectRoot, true);
    report('build', true);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    report('build', false);
  }
}

// Two columns of checks at once: two cores are the usual CI machine.
await Promise.all([
  tool('type check of each layer with its globals', 'typescript/bin/tsc', '-b', 'tsconfig.layers.json').then(() =>
    tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  ),
  tool('lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'),
]);
const layers = ['--config', '.dependency-cruiser.cjs', 'src', 'bench', 'scripts', 'test'];
await tool('layers', 'dependency-cruiser/bin/dependency-cruiser.mjs', ...layers);
build();

// Tests of the rig and of Electron wait for real time; beside them, at a lower priority, run those that compute.
const ofRig = /^(acquisition|cli-rig|rig-)/;
const tests = readdirSync(join(projectRoot, 'test', 'integration'), { recursive: true, encoding: 'utf8' });
const files = tests.filter((file) => file.endsWith('.test.ts')).map((file) => file.replaceAll('\\', '/'));
const chosen = (rig: boolean) => files.filter((file) => ofRig.test(file) === rig).map((file) => `test/integration/${file}`);
const BACKGROUND = 10;

async function computing(): Promise<void> {
  add(await runVitest(projectRoot, { project: 'unit', background: BACKGROUND, title: 'unit tests' }));
  const filters = chosen(false);
  add(await runVitest(projectRoot, { project: 'integration', filters, background: BACKGROUND, title: 'integration tests that compute' }));
}

async function inRealTime(): Promise<void> {
  console.log('\n== integration tests of the rig');
  add(await runVitest(projectRoot, { project: 'integration', filters: chosen(true) }));
  console.log('\n== end-to-end tests');
  await endToEnd();
}

async function endToEnd(): Promise<void> {
  if (!existsSync(join(projectRoot, 'out', 'build.sha256'))) {
    skips.push('test/e2e and test/security: the build failed');
    add({ passed: 0, failed: 0, skipped: 2 });
    return;
  }
  const outcome = await runEndToEnd(projectRoot);
  if (outcome.kind === 'ran') {
    add(outcome.tally);
    return;
  }
  const failed = outcome.kind === 'failed';
  (failed ? failures : skips).push(`test/e2e and test/security: ${outcome.reason}`);
  add({ passed: 0, failed: failed ? 2 : 0, skipped: failed ? 0 : 2 });
}

await Promise.all([computing(), inRealTime()]);
if (!existsSync(join(projectRoot, '..', 'shared'))) {
  skips.push('tests against the reference data: ../shared is absent; the fixtures of test/fixtures stand in');
}

console.log('');
for (const skip of skips) console.log(`SKIPPED ${skip}`);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
