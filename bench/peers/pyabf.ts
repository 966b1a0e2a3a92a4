import { spawnSync } from 'node:child_process';

/** A Python with pyABF: the one that TWINCLAMP_PYTHON names, else python3; null where it has no pyABF. */
export function pyabfPython(): string | null {
  const python = process.env['TWINCLAMP_PYTHON'] ?? 'python3';
  return spawnSync(python, ['-c', 'import pyabf'], { stdio: 'ignore' }).status === 0 ? python : null;
}
