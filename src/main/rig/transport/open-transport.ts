import { openSerialTransport } from './serial-transport.ts';
import { openTcpTransport } from './tcp-transport.ts';
import type { LinePort, Transport } from './transport.ts';

/** @throws RigError port-... */
export function openTransport(port: LinePort): Promise<Transport> {
  return port.kind === 'tcp' ? openTcpTransport(port) : openSerialTransport(port.name);
}
