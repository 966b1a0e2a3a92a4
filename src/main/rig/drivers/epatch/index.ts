import { EPATCH_MODELS } from '../../../../shared/epatch/index.ts';
import { portText, type RigPort } from '../../../../shared/rig/rig-port.ts';
import type { AmplifierDriver, PortList } from '../../amplifier/amplifier-driver.ts';
import { RigError } from '../../rig-error.ts';
import { listPorts } from '../../transport/list-ports.ts';
import { openTransport } from '../../transport/open-transport.ts';
import type { LinePort, Transport } from '../../transport/transport.ts';
import { unlessAborted } from '../../unless-aborted.ts';
import { readAddress } from './address.ts';
import { EpatchAmplifier } from './epatch-amplifier.ts';

const ID = 'epatch';

/**
 * ePatch of Elements behind the serial port of its FTDI chip (docs/epatch.md). Its model cannot be read over the line: it is part of
 * the address, and every port is listed once for each model.
 * @param open opens the line to a device
 */
export function epatchDriver(
  open: (port: LinePort) => Promise<Transport> = openTransport,
  list: () => Promise<PortList> = listPorts,
): AmplifierDriver {
  return {
    id: ID,
    opens: [],
    async list() {
      const { ports } = await list();
      return { ports: ports.flatMap(({ port, label }) => EPATCH_MODELS.map(({ id }) => found(id, port, label))), note: null };
    },
    async open(port, { signal }) {
      if (port.kind !== 'driver') throw new RigError('port-missing', 'Expected the address of an ePatch, got another. Correct the port.');
      const { model, port: line } = readAddress(port.address);
      return EpatchAmplifier.connect(await unlessAborted(open(line), signal, (late) => late.close()), model, signal);
    },
  };
}

function found(model: string, port: RigPort, label: string): PortList['ports'][number] {
  return {
    port: { kind: 'driver', driver: ID, address: `${model}@${portText(port)}` },
    label: `ePatch ${model} on ${label} (never tried on hardware)`,
  };
}
