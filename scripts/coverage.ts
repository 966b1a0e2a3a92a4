import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// npm run coverage: unit tests with the lines they reach, and the floor in vitest.config.ts. Counting makes simulations about three
// times slower: the tests below, which fit or score cells for minutes, are left to npm test, and the others get more time.
const LEFT_OUT = [
  'src/inference/evaluate/**',
  'src/inference/twin/twin-maker.test.ts',
  'src/core/baselines/iv-analysis.test.ts',
  'src/core/designer/score-protocol.test.ts',
  'src/renderer/**',
];
const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  vitest,
  'run',
  '--project',
  'unit',
  '--coverage',
  '--testTimeout=120000',
  ...LEFT_OUT.flatMap((pattern) => ['--exclude', pattern]),
];
process.exitCode = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' }).status ?? 1;
