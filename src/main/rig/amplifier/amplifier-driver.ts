import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { SpawnedEmulator } from '../spawn-emulator.ts';
import type { Amplifier } from './amplifier.ts';

/** What the program around a driver lends it while a port is opened. */
export interface DriverSurroundings {
  /** Nobody waits for it any more: what was opened is closed. */
  readonly signal: AbortSignal;
  /** Starts the built-in simulated rig; absent in programs that have none. */
  readonly launchEmulator?: (seed: number, signal: AbortSignal) => Promise<SpawnedEmulator>;
}

/** A device that was found, with what the operator reads of it. */
export interface FoundPort {
  readonly port: RigPort;
  readonly label: string;
}

export interface PortList {
  readonly ports: readonly FoundPort[];
  /** Why the list may be short, null where it is whole. */
  readonly note: string | null;
}

/**
 * A kind of amplifier: a folder of src/main/rig/drivers and a line of its list.
 * @example
 * export const myDriver: AmplifierDriver = {
 *   id: 'my-amplifier',
 *   opens: [],
 *   list: async () => ({ ports: [{ port: { kind: 'driver', driver: 'my-amplifier', address: '0' }, label: 'My amplifier' }], note: null }),
 *   open: (port, { signal }) => MyAmplifier.open(port, signal),
 * };
 */
export interface AmplifierDriver {
  /** Lower-case letters, digits and hyphens: the `driver` of its ports, and what is typed before their address. */
  readonly id: string;
  /** Kinds of port it opens, besides those of kind 'driver' with its id. */
  readonly opens: readonly RigPort['kind'][];
  /** Never rejects: what cannot be listed is told in the note. */
  list(): Promise<PortList>;
  /**
   * Opens a port and finds out what the device is. Leaves nothing open where that fails.
   * @throws RigError; aborted where the signal came first
   */
  open(port: RigPort, surroundings: DriverSurroundings): Promise<Amplifier>;
}
