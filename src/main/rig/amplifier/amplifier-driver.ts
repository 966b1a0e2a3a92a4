import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { SpawnedEmulator } from '../spawn-emulator.ts';
import type { Amplifier } from './amplifier.ts';

/** What the program provides to a driver while a port is opened. */
export interface DriverSurroundings {
  /** Fires when the result is no longer wanted: what was opened is closed. */
  readonly signal: AbortSignal;
  /** Starts the built-in simulated rig; absent in programs that have none. */
  readonly launchEmulator?: (seed: number, signal: AbortSignal) => Promise<SpawnedEmulator>;
}

/** A device that was found, with its description for the operator. */
export interface FoundPort {
  readonly port: RigPort;
  readonly label: string;
}

export interface PortList {
  readonly ports: readonly FoundPort[];
  /** Why the list may be incomplete, null where it is complete. */
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
  /** Never rejects: why something could not be listed is in the note. */
  list(): Promise<PortList>;
  /**
   * Opens a port and identifies the device. Leaves nothing open where that fails.
   * @throws RigError; aborted where the signal came first
   */
  open(port: RigPort, surroundings: DriverSurroundings): Promise<Amplifier>;
}
