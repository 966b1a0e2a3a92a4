import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePackage } from './package/make-package.ts';
import { verifyPackage } from './package/verify.ts';
import { closingLine } from './summary.ts';

// npm run verify:package: packages, reads the fuses back, starts the program as a plain process (Playwright cannot: the fuses prevent it).
const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const made = await makePackage(projectRoot, { installers: false });
const screenshot = join(projectRoot, 'dist', 'window.png');
const checks = await verifyPackage(made, { rig: true, screenshot });
for (const { name, passed, seen } of checks) console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seen})`);
console.log(`The window: ${screenshot}`);
const failed = checks.filter(({ passed }) => !passed).length;
console.log(closingLine({ passed: checks.length - failed, failed, skipped: 0 }));
process.exitCode = failed === 0 ? 0 : 1;
