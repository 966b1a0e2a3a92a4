/** Switches by which another program steers the window from outside; the fuses do not reach them, they are Chromium's. */
const SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-allow-origins'];

/**
 * What a packaged program is told when it is started to be steered from outside; null when it is not. Run from source it may be, tests do.
 */
export function debugRefusal(packaged: boolean, hasSwitch: (name: string) => boolean): string | null {
  const found = packaged ? SWITCHES.find(hasSwitch) : undefined;
  return found === undefined ? null : `TwinClamp was started with --${found}, by which another program could steer it. Start it without.`;
}
