import { copyFileSync, renameSync } from 'node:fs';
import { flipFuses, FuseV1Options, FuseVersion, pathToFuseFile, type FuseV1Config } from '@electron/fuses';
import { fusesFor, REQUIRED_FUSES } from './fuses.ts';
import { readFuses } from './read-fuses.ts';

/**
 * Sets the fuses of a packaged program. Its file is replaced first: on CI it is a hard link to the Electron that tests run on.
 * @throws Error when this Electron lacks a fuse that the package must have
 */
export async function flip(program: string, platform: NodeJS.Platform): Promise<void> {
  const file = pathToFuseFile(program);
  copyFileSync(file, `${file}.fused`);
  renameSync(`${file}.fused`, file);
  const there = await readFuses(program);
  const missing = REQUIRED_FUSES.find((fuse) => !there.has(fuse));
  if (missing !== undefined)
    throw new Error(`Expected an Electron with the fuse ${FuseV1Options[missing]}, this one has none. Package with a newer Electron.`);
  const config: FuseV1Config = {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: platform === 'darwin',
  };
  for (const [fuse, on] of fusesFor(platform)) if (there.has(fuse)) config[fuse] = on;
  await flipFuses(program, config);
}
