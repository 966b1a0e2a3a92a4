import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runEndToEnd } from './end-to-end.ts';
import { closingLine } from './summary.ts';

// --screenshots: write the pictures of each desk into docs/screenshots.
if (process.argv.includes('--screenshots')) process.env['TWINCLAMP_SCREENSHOTS'] = '1';
const outcome = await runEndToEnd(dirname(dirname(fileURLToPath(import.meta.url))));
if (outcome.kind === 'skipped') {
  console.log(`SKIPPED test/e2e and test/security: ${outcome.reason}`);
} else {
  console.log(closingLine(outcome.tally));
  process.exitCode = outcome.tally.failed === 0 ? 0 : 1;
}
