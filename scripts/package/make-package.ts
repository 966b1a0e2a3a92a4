import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, DIR_TARGET, Platform } from 'electron-builder';
import { ensureBuilt } from '../build.ts';
import { resolveElectron } from '../electron/resolve.ts';
import { packageConfig } from './config.ts';
import { distributionOf } from './distribution.ts';
import { packagedProgram } from './program.ts';

export interface PackageMade {
  /** Folder of the program with all it needs. */
  readonly folder: string;
  readonly program: string;
  readonly electronVersion: string;
  /** The same Electron without our fuses, for comparison. */
  readonly unfused: string;
  readonly projectRoot: string;
}

const FOLDERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' };

/**
 * Builds the app and packages it into dist/ for this system with whatever Electron there is.
 * @param installers also the installers of electron-builder.yml, not only the folder
 * @throws Error when there is no Electron, or when building or packaging fails
 */
export async function makePackage(projectRoot: string, { installers }: { readonly installers: boolean }): Promise<PackageMade> {
  const electron = resolveElectron(projectRoot);
  console.log(electron.why);
  ensureBuilt(projectRoot);
  const output = join(projectRoot, 'dist');
  const suffix = process.arch === 'arm64' ? '-arm64' : '';
  const folder = join(output, (FOLDERS[process.platform] ?? 'unpacked').replace(/(-unpacked)?$/, `${suffix}$1`));
  rmSync(folder, { recursive: true, force: true });
  const distribution = distributionOf(electron, join(output, 'electron'));
  const platform = Platform.current();
  await build({
    projectDir: projectRoot,
    targets: installers ? platform.createTarget() : platform.createTarget(DIR_TARGET),
    config: packageConfig(projectRoot, distribution),
    publish: 'never',
  });
  const program = packagedProgram(folder);
  if (!existsSync(program))
    throw new Error(`Expected the packaged program at ${program}, it is not there. See what electron-builder said above.`);
  return { folder, program, electronVersion: distribution.version, unfused: electron.executable, projectRoot };
}
