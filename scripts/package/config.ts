import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import type { Distribution } from './distribution.ts';
import { flip } from './flip.ts';
import { packagedProgram } from './program.ts';
import { sqliteStandIn } from './sqlite-stand-in.ts';

/** better-sqlite3 is built on this Node-API. */
const SQLITE_NODE_API = 10;

/** electron-builder.yml for the Electron that was found: nothing is downloaded, and the fuses are set before anything is signed. */
export function packageConfig(projectRoot: string, { folder, version, nodeApi }: Distribution): Configuration {
  return {
    extends: join(projectRoot, 'electron-builder.yml'),
    electronDist: folder,
    electronVersion: version,
    files: nodeApi < SQLITE_NODE_API ? sqliteStandIn(projectRoot) : [],
    afterPack: async ({ appOutDir, electronPlatformName }) => {
      const platform = electronPlatformName as NodeJS.Platform;
      await flip(packagedProgram(appOutDir, platform), platform);
    },
  };
}
