import type { RigPort } from './rig-port-schema.ts';

/**
 * Where an amplifier is connected. `simulated` starts the built-in rig, `driver` is an address that only the driver of that name
 * understands (a vendor's library, a USB device): a new driver needs no new kind.
 */
export type { RigPort } from './rig-port-schema.ts';

/** The simulated rig on the command line and in session files. */
const SIMULATED = 'emulated';
/** At least two letters, because a drive of Windows has one, and not the // of an address. */
const DRIVER_ADDRESS = /^([a-z][a-z0-9-]+):(?!\/\/)(.+)$/;
const HIGHEST_TCP_PORT = 65_535;

/** A port as it is typed and stored: "emulated", tcp://host:port, "driver:address", or the name of a serial port. */
export function portText(port: RigPort): string {
  switch (port.kind) {
    case 'simulated':
      return SIMULATED;
    case 'serial':
      return port.name;
    case 'tcp':
      return `tcp://${port.host}:${port.port}`;
    case 'driver':
      return `${port.driver}:${port.address}`;
  }
}

/**
 * Reads what portText writes. Any name counts as a serial port's: whether it is one shows when it is opened.
 * @throws Error for an empty text and for a TCP address without host or port
 */
export function parsePort(text: string): RigPort {
  const typed = text.trim();
  if (typed === '') throw new Error('Expected the name of a serial port, the field is empty. Type one, for instance /dev/ttyACM0 or COM3.');
  if (typed === SIMULATED) return { kind: 'simulated' };
  if (typed.startsWith('tcp:')) return tcpPort(typed);
  const [, driver, address] = DRIVER_ADDRESS.exec(typed) ?? [];
  return driver === undefined || address === undefined ? { kind: 'serial', name: typed } : { kind: 'driver', driver, address };
}

function tcpPort(text: string): RigPort {
  const [, host, digits] = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^[\]/:@?#\s]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= HIGHEST_TCP_PORT)) {
    throw new Error(`Expected an address like tcp://127.0.0.1:5000, got "${text.slice(0, 80)}". Correct it.`);
  }
  return { kind: 'tcp', host, port };
}
