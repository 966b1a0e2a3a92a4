import { RequestError } from '../ipc/request-error.ts';

/** Serial devices by the names that Linux, macOS and Windows give them, pseudo-terminals, and a rig on this machine's loopback. */
const PORTS = [
  /^emulated$/,
  /^\/dev\/(?:tty|cu\.|pts\/|serial\/by-(?:id|path)\/)[A-Za-z0-9._:+@,-]{0,200}$/,
  /^(?:\\\\\.\\)?COM\d{1,4}$/i,
  /^tcp:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/,
];

/**
 * The window may name a port, not any file or any address of a network: opening a file as a serial port can do harm by itself.
 * @throws RequestError that says what a port looks like
 */
export function assertPortName(port: string): string {
  if (!PORTS.some((pattern) => pattern.test(port))) {
    throw new RequestError(
      'bad-request',
      `Expected a serial port like /dev/ttyACM0 or COM3, or tcp://127.0.0.1:5000 for a rig on this machine, got ${JSON.stringify(port.slice(0, 80))}. Correct the port.`,
    );
  }
  return port;
}
