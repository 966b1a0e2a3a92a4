import { portText, type RigPort } from '../../shared/rig/rig-port.ts';
import { RequestError } from '../ipc/request-error.ts';

/** Names of serial devices on Linux, macOS and Windows, and of pseudo-terminals. */
const SERIAL = [/^\/dev\/(?:tty|cu\.|pts\/|serial\/by-(?:id|path)\/)[A-Za-z0-9._:+@,-]{0,200}$/, /^(?:\\\\\.\\)?COM\d{1,4}$/i];
/** A rig on this machine's loopback. */
const HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The window may name a serial port, not any file or any network address: opening a file as a serial port can do harm by itself.
 * Of the addresses that only a driver understands, it may choose only those that were found.
 * @param found texts of the ports that the drivers listed
 * @throws RequestError that says what a port looks like
 */
export function assertAllowedPort(port: RigPort, found: ReadonlySet<string>): RigPort {
  if (isAllowed(port, found)) return port;
  throw new RequestError(
    'bad-request',
    `Expected a serial port like /dev/ttyACM0 or COM3, or tcp://127.0.0.1:5000 for a rig on this machine, got ` +
      `${JSON.stringify(portText(port).slice(0, 80))}. Correct the port.`,
  );
}

function isAllowed(port: RigPort, found: ReadonlySet<string>): boolean {
  switch (port.kind) {
    case 'simulated':
      return true;
    case 'serial':
      return SERIAL.some((pattern) => pattern.test(port.name));
    case 'tcp':
      return HOSTS.has(port.host);
    case 'driver':
      return found.has(portText(port));
  }
}
