import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NpmPin, WHEEL } from './pins.ts';
import { run } from './run.ts';

const PYTHON = 'Install Python 3 with pip, connect to a network that serves its packages, or give the wheel by "--wheel FILE".';

/**
 * Downloads the wheel (or takes the file given) and checks it. @returns its path @throws Error where it cannot be had or is another file
 */
export function wheel(scratch: string, given: string | undefined): string {
  const file = given ?? join(scratch, WHEEL.file);
  if (given === undefined) {
    console.log(`Downloading ${WHEEL.name} ${WHEEL.version} (207 MB) through pip.`);
    const choice = [
      '--no-deps',
      '--only-binary=:all:',
      '--implementation',
      'cp',
      '--python-version',
      WHEEL.python,
      '--abi',
      `cp${WHEEL.python}`,
      '--platform',
      WHEEL.platform,
    ];
    run(
      'python3',
      [
        '-m',
        'pip',
        'download',
        `${WHEEL.name}==${WHEEL.version}`,
        ...choice,
        '--no-cache-dir',
        '--disable-pip-version-check',
        '-q',
        '-d',
        scratch,
      ],
      {
        cwd: scratch,
        need: PYTHON,
        minutes: 30,
      },
    );
  }
  if (!existsSync(file)) throw new Error(`Expected the wheel ${file}, which does not exist. ${PYTHON}`);
  check(file, 'sha256', 'hex', WHEEL.sha256);
  return file;
}

/** Unpacks the library and the headers, a tenth of the wheel's files. */
export function unpackWheel(file: string, into: string): void {
  const script = [
    'import sys, zipfile',
    'z = zipfile.ZipFile(sys.argv[1])',
    "wanted = ('tensorflow/libtensorflow', 'tensorflow/include/tensorflow/', 'tensorflow/include/tsl/')",
    'z.extractall(sys.argv[2], [n for n in z.namelist() if n.startswith(wanted)])',
  ].join('\n');
  mkdirSync(into, { recursive: true });
  run('python3', ['-c', script, file, into], { cwd: into, need: 'Free 1 GB of disk.', minutes: 10 });
}

/** Downloads a package of the npm registry without running its scripts and unpacks it into `into`. */
export function npmPackage(pin: NpmPin, scratch: string, into: string): void {
  const id = `${pin.name}@${pin.version}`;
  const need = 'Connect to a network that serves npm packages.';
  const name =
    run('npm', ['pack', id, '--silent', '--ignore-scripts'], { cwd: scratch, need, minutes: 10 }).trim().split('\n').at(-1) ?? '';
  const archive = join(scratch, name);
  if (!name.endsWith('.tgz') || !existsSync(archive)) throw new Error(`Expected npm to download ${id}, got "${name}". ${need}`);
  check(archive, 'sha512', 'base64', pin.sha512);
  mkdirSync(into, { recursive: true });
  run('tar', ['-xzf', archive, '-C', into, '--strip-components=1'], { cwd: scratch, need: 'Install tar.', minutes: 5 });
}

function check(file: string, algorithm: 'sha256' | 'sha512', encoding: 'hex' | 'base64', wanted: string): void {
  const sum = createHash(algorithm).update(readFileSync(file)).digest(encoding);
  if (sum !== wanted)
    throw new Error(`Expected ${file} to have the ${algorithm} ${wanted}, got ${sum}. It was not unpacked; download it again.`);
}
