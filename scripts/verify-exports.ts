import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { easyMlDifference } from './exports/check-easyml.ts';
import { makeFiles } from './exports/make-files.ts';
import { makeRecordings } from './exports/make-session.ts';

/**
 * Proves the exports by running them in the programs they are for. Python packages are installed into test-results/exports (or those of
 * TWINCLAMP_EXPORTS_PYTHON are used), libcellml.js likewise; Octave, a C compiler and SUNDIALS have to be there: Debian's octave, gcc,
 * libsundials-dev. What is missing is said and fails; openCARP's translator is in no registry, so EasyML is parsed back.
 */
const root = join(import.meta.dirname, '..');
const here = join(root, 'scripts', 'exports');
const work = join(root, 'test-results', 'exports');
const files = join(work, 'files');
const LIBCELLML = 'libcellml.js@0.7.1';

interface Check {
  readonly name: string;
  readonly figure: string;
  readonly passed: boolean;
}
const checks: Check[] = [];
const note = (name: string, figure: string, passed: boolean): void => {
  checks.push({ name, figure, passed });
  console.log(`${passed ? 'pass' : 'FAIL'}  ${name}: ${figure}`);
};

/** Runs a program in the folder of the files; its lines "CHECK name | figure | pass" are checks. */
function run(what: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: files, encoding: 'utf8', maxBuffer: 1 << 28 });
  const found = [...stdout.matchAll(/^CHECK (.*) \| (.*) \| (pass|FAIL)$/gm)];
  for (const [, name = '', figure = '', verdict] of found) note(name, figure, verdict === 'pass');
  const failed = found.some(([, , , verdict]) => verdict === 'FAIL');
  if (error !== undefined) note(what, `could not be run (${error.message})`, false);
  else if (status !== 0 && !failed) note(what, `ended with ${status}: ${(stderr || stdout).trim().slice(-600)}`, false);
  return stdout;
}

/** Installs what the checks in Python need, at the versions of requirements.txt; null where it cannot be had, which is a failed check. */
function python(): string | null {
  const given = process.env['TWINCLAMP_EXPORTS_PYTHON'];
  if (given !== undefined && given !== '') return given;
  const venv = join(work, 'venv');
  const found = join(venv, 'bin', 'python');
  const wanted = join(here, 'requirements.txt');
  const install = [
    ['python3', '-m', 'venv', venv],
    [found, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', wanted],
  ] as const;
  for (const [command, ...args] of install) {
    // Also where they are there: pip then ends at once, and an installation that was ended half is completed.
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    const why = (error?.message ?? stderr.trim()).slice(-300);
    note('Packages of Python', `refused: "${command} ${args.slice(0, 3).join(' ')}" (${why}); nothing was checked in Python`, false);
    return null;
  }
  const { stdout } = spawnSync(found, ['-m', 'pip', 'freeze'], { encoding: 'utf8' });
  const pins = readFileSync(wanted, 'utf8').trim().split('\n');
  const held = new Set(stdout.trim().split('\n'));
  note(
    'Packages of Python',
    pins.join(', '),
    pins.every((pin) => held.has(pin)),
  );
  return found;
}

rmSync(files, { recursive: true, force: true });
const twin = makeFiles(files);
const nwb = await makeRecordings(files, twin);

const interpreter = python();
if (interpreter !== null) run('Python', interpreter, [join(here, 'check.py'), nwb]);

const octave = run('Octave', 'octave', ['--no-gui', '--quiet', join(here, 'check.m')]);
const [, states = '0', worst = 'NaN'] = /RATES (\d+) (\S+)/.exec(octave) ?? [];
note(`Octave: rates at ${states} states`, `${worst} relative, asked 1e-9`, Number(worst) < 1e-9);
const cycle = Number(/CYCLE (\S+)/.exec(octave)?.[1]);
note('Octave: a run', `cycle length ${cycle} ms`, cycle > 300 && cycle < 3000);

const modules = join(work, 'npm');
if (!existsSync(join(modules, 'node_modules', 'libcellml.js')))
  run('libcellml.js', 'npm', ['install', '--prefix', modules, '--no-save', '--no-audit', '--no-fund', LIBCELLML]);
run('CellML 2.0', process.execPath, [join(here, 'check-cellml.cjs'), join(modules, 'node_modules'), join(files, 'cellml_twin.cellml')]);

const easyMl = easyMlDifference(join(files, 'easyml_twin.model'), join(files, 'expected.json'));
note(`EasyML, parsed back: rates at ${easyMl.states} states`, `${easyMl.worst.toPrecision(2)} relative, asked 1e-9`, easyMl.worst < 1e-9);

const failed = checks.filter(({ passed }) => !passed).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
