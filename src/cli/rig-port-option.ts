import { DRIVERS } from '../main/rig/index.ts';
import { parsePort, type RigPort } from '../shared/rig/rig-port.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** Options of a verb that connects a rig. */
export const PORT_OPTIONS = {
  port: {
    value: 'PATH|emulated',
    help: 'Serial port, tcp://host:port, driver:address, or "emulated": the simulated rig is started for this run.',
    required: true,
  },
  device: {
    value: DRIVERS.map(({ id }) => id).join('|'),
    help: `Kind of device at the port. Default ${DRIVERS[0].id}. An ePatch other than EL03F: --port EL04F@PATH.`,
  },
};

/** @throws UsageError for a device that the program does not know, or that is not where the simulated rig is */
export function rigPortOf(args: Arguments): RigPort {
  const text = args.need('port');
  const device = args.choice(
    'device',
    DRIVERS.map(({ id }) => id),
  );
  const typed = parsePort(text);
  if (device === undefined || DRIVERS.some(({ id, opens }) => id === device && opens.includes(typed.kind))) return typed;
  if (typed.kind === 'simulated')
    throw new UsageError(
      `--port emulated is a device of the kind "${DRIVERS[0].id}". Start "rig emulate --device ${device}" and give its address.`,
    );
  return typed.kind === 'driver' ? typed : { kind: 'driver', driver: device, address: text };
}
