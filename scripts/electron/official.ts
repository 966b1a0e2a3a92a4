import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { executableIn, type Found } from './binary.ts';
import { cacheFolder } from './cache.ts';

const DOWNLOAD_LIMIT_MS = 240_000;
/** A refused download is not tried again within this time, so that starting offline stays quick. */
const REFUSAL_KEPT_MS = 24 * 3600 * 1000;

/** The official binary of the `electron` package: installed already, or downloaded now by its own installer. */
export function officialElectron(projectRoot: string, nowMs: number = Date.now()): Found {
  const packageFolder = join(projectRoot, 'node_modules', 'electron');
  const executable = executableIn(join(packageFolder, 'dist'));
  if (existsSync(executable)) {
    return { kind: 'found', binary: { executable, source: 'installed', why: 'Electron of node_modules.' } };
  }
  const installer = join(packageFolder, 'install.js');
  if (!existsSync(installer)) {
    return { kind: 'refused', reason: 'the package electron is not installed (run npm ci)' };
  }
  const refusalFile = join(cacheFolder(), 'electron-download-refused.json');
  const earlier = readRefusal(refusalFile);
  if (earlier !== null && nowMs - earlier.atMs < REFUSAL_KEPT_MS && nowMs >= earlier.atMs) {
    return {
      kind: 'refused',
      reason: `its download was refused at ${new Date(earlier.atMs).toISOString()} (${earlier.reason}); delete ${refusalFile} to try again`,
    };
  }
  console.log('Electron is not downloaded yet; asking its installer (once).');
  const run = spawnSync(process.execPath, [installer], { encoding: 'utf8', timeout: DOWNLOAD_LIMIT_MS });
  if (run.status === 0 && existsSync(executable)) {
    return { kind: 'found', binary: { executable, source: 'downloaded', why: 'Electron just downloaded by its installer.' } };
  }
  const reason = refusalReason(run.signal, run.stderr);
  mkdirSync(dirname(refusalFile), { recursive: true });
  writeFileSync(refusalFile, `${JSON.stringify({ atMs: nowMs, reason })}\n`);
  return { kind: 'refused', reason: `its download failed (${reason})` };
}

function refusalReason(signal: NodeJS.Signals | null, stderr: string): string {
  if (signal !== null) return `no answer within ${DOWNLOAD_LIMIT_MS / 1000} s`;
  return stderr.split('\n')[0]?.trim() || 'the installer said nothing';
}

function readRefusal(file: string): { atMs: number; reason: string } | null {
  if (!existsSync(file)) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('atMs' in value) || !('reason' in value)) return null;
    return { atMs: Number(value.atMs), reason: String(value.reason) };
  } catch (error) {
    console.warn(`Ignoring unreadable ${file} (${String(error)}).`);
    return null;
  }
}
