import type { RigPort } from '../../../../shared/rig/rig-port.ts';
import type { Amplifier } from '../../amplifier/amplifier.ts';
import type { AmplifierDriver, DriverSurroundings } from '../../amplifier/amplifier-driver.ts';
import { RigError } from '../../rig-error.ts';
import { unlessAborted } from '../../unless-aborted.ts';
import { launchedPort } from './launched-port.ts';
import { RigLinkAmplifier } from './riglink-amplifier.ts';
import { listPorts } from '../../transport/list-ports.ts';
import { openTransport as openLine } from '../../transport/open-transport.ts';
import type { LinePort, Transport } from '../../transport/transport.ts';

const ID = 'riglink';

/**
 * RigLink devices (docs/riglink.md) on serial ports and TCP, including the built-in simulated rig.
 * @param openTransport opens the line to a device
 */
export function rigLinkDriver(openTransport: (port: LinePort) => Promise<Transport> = openLine): AmplifierDriver {
  return {
    id: ID,
    opens: ['simulated', 'serial', 'tcp'],
    list: () => listPorts(),
    async open(port, surroundings) {
      if (port.kind === 'simulated') return openSimulated(port.seed, surroundings, openTransport);
      const { signal } = surroundings;
      return RigLinkAmplifier.connect(await unlessAborted(openTransport(lineOf(port)), signal, (late) => late.close()), signal);
    },
  };
}

async function openSimulated(
  seed: number | undefined,
  { signal, launchEmulator }: DriverSurroundings,
  openTransport: (port: LinePort) => Promise<Transport>,
): Promise<Amplifier> {
  const launched = await launchedPort(seed, signal, launchEmulator);
  try {
    const transport = await unlessAborted(openTransport(launched.port), signal, (late) => late.close());
    return await RigLinkAmplifier.connect(transport, signal, launched.end);
  } catch (error) {
    await launched.end();
    throw error;
  }
}

/** @throws RigError port-missing */
function lineOf(port: Exclude<RigPort, { kind: 'simulated' }>): LinePort {
  if (port.kind !== 'driver') return port;
  throw new RigError(
    'port-missing',
    'Expected a serial port or a TCP address for a RigLink device, got another address. Type a port like /dev/ttyACM0 or COM3.',
  );
}
