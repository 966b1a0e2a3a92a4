import { parsePort } from '../../../../shared/rig/rig-port.ts';
import type { DriverSurroundings } from '../../amplifier/amplifier-driver.ts';
import { RigError } from '../../rig-error.ts';
import { unlessAborted } from '../../unless-aborted.ts';
import type { LinePort } from '../../transport/transport.ts';

/** Seed of the simulated cell when the operator gives none. */
const USUAL_SEED = 1;

/**
 * Starts the simulated rig and returns its address and the function that ends it.
 * @throws RigError emulator where it does not start, aborted where the signal came first
 */
export async function launchedPort(
  seed: number = USUAL_SEED,
  signal: AbortSignal,
  launch: DriverSurroundings['launchEmulator'],
): Promise<{ readonly port: LinePort; readonly end: () => Promise<void> }> {
  if (launch === undefined) {
    throw new RigError('emulator', 'Expected a way to start the simulated rig, this program has none. Connect to a port.');
  }
  const emulator = await unlessAborted(launch(seed, signal), signal, (late) => late.kill());
  const port = parsePort(emulator.address);
  if (port.kind === 'serial' || port.kind === 'tcp') return { port, end: () => emulator.kill() };
  await emulator.kill();
  throw new RigError('emulator', 'Expected the simulated rig on a serial port or a TCP address, it gave another. Start it again.');
}
