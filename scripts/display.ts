import { spawn, spawnSync } from 'node:child_process';

/** A screen to draw on: a real one, a virtual one started for us, or none. */
export type Display =
  | { readonly kind: 'own' }
  | { readonly kind: 'virtual'; readonly name: string; readonly stop: () => void }
  | { readonly kind: 'none'; readonly reason: string };

/** Windows and macOS always have a screen; on Linux DISPLAY or WAYLAND_DISPLAY shows one. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((value) => value !== undefined && value !== '');
}

/** Uses the existing screen, otherwise starts Xvfb on a free display number. */
export async function openDisplay(): Promise<Display> {
  if (hasDisplay()) return { kind: 'own' };
  if (spawnSync('sh', ['-c', 'command -v Xvfb']).status !== 0) {
    return { kind: 'none', reason: 'no DISPLAY, no WAYLAND_DISPLAY and no Xvfb on this machine' };
  }
  // -displayfd makes the server choose a free number and write it once it accepts clients.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string | null>((resolve) => {
    const limit = setTimeout(() => resolve(null), 20_000);
    const settle = (value: string | null): void => {
      clearTimeout(limit);
      resolve(value);
    };
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) settle(text.trim());
    });
    server.once('error', () => settle(null));
    server.once('exit', () => settle(null));
  });
  if (number === null) {
    server.kill();
    return { kind: 'none', reason: 'Xvfb did not start' };
  }
  server.unref();
  process.once('exit', () => server.kill());
  return { kind: 'virtual', name: `:${number}`, stop: () => server.kill() };
}
