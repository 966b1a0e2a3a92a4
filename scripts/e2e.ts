import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runEndToEnd } from './end-to-end.ts';
import { closingLine } from './summary.ts';

// npm run test:e2e [-- [--screenshots] [part of a file name ...]]; --screenshots writes pictures of each desk into docs/screenshots.
if (process.argv.includes('--screenshots')) process.env['TWINCLAMP_SCREENSHOTS'] = '1';
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const outcome = await runEndToEnd(dirname(dirname(fileURLToPath(import.meta.url))), filters);
if (outcome.kind !== 'ran') {
  console.log(`${outcome.kind.toUpperCase()} test/e2e and test/security: ${outcome.reason}.`);
  process.exitCode = outcome.kind === 'failed' ? 1 : 0;
} else {
  console.log(closingLine(outcome.tally));
  process.exitCode = outcome.tally.failed === 0 ? 0 : 1;
}
