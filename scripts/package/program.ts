import { join } from 'node:path';

/** The packaged program inside the folder electron-builder packed it into; for macOS the bundle. Names as in electron-builder.yml. */
export function packagedProgram(folder: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(folder, 'TwinClamp.app');
  return join(folder, platform === 'win32' ? 'TwinClamp.exe' : 'twinclamp');
}
