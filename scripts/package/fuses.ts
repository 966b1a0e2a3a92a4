import { FuseV1Options } from '@electron/fuses';

/**
 * What the packaged program must refuse (docs/adr/0024): to run as plain Node by ELECTRON_RUN_AS_NODE, with foreign code by
 * NODE_OPTIONS, or under a debugger by --inspect, and to start any other app than its own archive, which is checked against its
 * checksum where Electron can. Cookies are not encrypted because the app keeps none, and the key would come from the operator's
 * key ring on macOS and Windows.
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
