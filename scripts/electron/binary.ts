import { join } from 'node:path';

export interface ElectronBinary {
  readonly executable: string;
  readonly source: 'override' | 'installed' | 'downloaded' | 'registry';
  /** One sentence for the console: which Electron was used and why. */
  readonly why: string;
}

/** Answer of a source of Electron: a program to run, or why it has none. */
export type Found = { kind: 'found'; binary: ElectronBinary } | { kind: 'refused'; reason: string };

/** Executable inside an official Electron distribution folder. */
export function executableIn(distFolder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(distFolder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(distFolder, platform === 'win32' ? 'electron.exe' : 'electron');
}
