import type { DeviceLink } from './device-link.ts';
import { openPtyLink } from './pty-link.ts';
import { openTcpLink } from './tcp-link.ts';

export interface LinkOptions {
  /** Symbolic link to the pseudo-terminal; none on TCP. */
  readonly path?: string;
  /** 'auto': pseudo-terminal, TCP where there is none. */
  readonly transport?: 'auto' | 'pty' | 'tcp';
}

/** The device's end of a line, and why it is not a pseudo-terminal, where one was wanted. */
export async function openLink(options: LinkOptions): Promise<{ link: DeviceLink; note: string | null }> {
  const transport = options.transport ?? 'auto';
  if (transport === 'tcp') return { link: await openTcpLink(), note: null };
  if (process.platform === 'win32' && transport === 'auto') {
    return { link: await openTcpLink(), note: 'This system has no pseudo-terminals; the rig listens on loopback TCP.' };
  }
  try {
    return { link: await openPtyLink(options.path ?? null), note: null };
  } catch (error) {
    if (transport === 'pty') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { link: await openTcpLink(), note: `No pseudo-terminal (${reason}); the rig listens on loopback TCP.` };
  }
}

/** The address that a host types: the link that was asked for, where there is one. */
export function linkAddress(link: DeviceLink, { path }: LinkOptions): string {
  return path !== undefined && link.address.startsWith('/') ? path : link.address;
}
