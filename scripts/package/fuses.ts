import { FuseV1Options } from '@electron/fuses';

/**
 * What the packaged program refuses to be (docs/adr/0024): a plain Node by ELECTRON_RUN_AS_NODE, a program with foreign code by
 * NODE_OPTIONS, a program under a debugger by --inspect, a starter of any other app than its own archive. Checked against the
 * archive's checksum where Electron can, on macOS and Windows. Cookies are not encrypted because the app keeps none, and the key
 * would be asked of the operator's key ring.
 */
export function fusesFor(platform: NodeJS.Platform): ReadonlyMap<FuseV1Options, boolean> {
  return new Map([
    [FuseV1Options.RunAsNode, false],
    [FuseV1Options.EnableCookieEncryption, false],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    [FuseV1Options.EnableNodeCliInspectArguments, false],
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, platform === 'darwin' || platform === 'win32'],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ]);
}

/** Fuses without which a package is not made; an Electron too old to have one of the others has nothing to switch off there. */
export const REQUIRED_FUSES: readonly FuseV1Options[] = [
  FuseV1Options.RunAsNode,
  FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  FuseV1Options.EnableNodeCliInspectArguments,
  FuseV1Options.OnlyLoadAppFromAsar,
];
