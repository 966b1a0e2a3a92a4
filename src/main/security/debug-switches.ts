/** Switches with which another program controls the window from outside; they are Chromium's and no fuse covers them. */
const SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-allow-origins'];

/**
 * Message of a packaged program that is started with such a switch; null without one. Run from source it is allowed, as tests do it.
 */
export function debugRefusal(packaged: boolean, hasSwitch: (name: string) => boolean): string | null {
  const found = packaged ? SWITCHES.find(hasSwitch) : undefined;
  return found === undefined ? null : `TwinClamp was started with --${found}, which lets another program control it. Start it without.`;
}
