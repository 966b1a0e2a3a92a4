import type { RigPort } from '../../../shared/rig/rig-port.ts';
import { RigError } from '../rig-error.ts';
import type { AmplifierDriver, PortList } from './amplifier-driver.ts';

/** The driver that opens a port. @throws RigError port-missing where there is none */
export function driverOf(port: RigPort, drivers: readonly AmplifierDriver[]): AmplifierDriver {
  const found = drivers.find(({ id, opens }) => (port.kind === 'driver' ? port.driver === id : opens.includes(port.kind)));
  if (found !== undefined) return found;
  const wanted = port.kind === 'driver' ? `a driver named "${port.driver.slice(0, 40)}"` : 'a driver for this kind of port';
  throw new RigError(
    'port-missing',
    `Expected ${wanted}, this program has ${drivers.map(({ id }) => id).join(', ') || 'none'}. Correct the port.`,
  );
}

/** The devices that all drivers find. Never rejects. */
export async function listAmplifiers(drivers: readonly AmplifierDriver[]): Promise<PortList> {
  const lists = await Promise.all(drivers.map((driver) => driver.list()));
  const notes = lists.flatMap(({ note }) => note ?? []);
  return { ports: lists.flatMap(({ ports }) => ports), note: notes.length === 0 ? null : notes.join(' ') };
}
