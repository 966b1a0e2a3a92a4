import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { portText, type RigPort } from '../../../shared/rig/rig-port.ts';
import { RigError } from '../rig-error.ts';
import type { Transport } from './transport.ts';

const CONNECT_MS = 5000;

/** The serial byte pipe over TCP. @throws RigError port-missing. */
export async function openTcpTransport(port: Extract<RigPort, { kind: 'tcp' }>): Promise<Transport> {
  const address = portText(port);
  // An IPv6 address is written in brackets, and looked up without them.
  const host = port.host.replace(/^\[(.*)\]$/, '$1');
  const socket = await new Promise<Socket>((resolve, reject) => {
    const attempt = connect({ host, port: port.port }, () => {
      attempt.setTimeout(0);
      resolve(attempt);
    });
    // Without this limit, a host that drops packets is waited for for minutes.
    attempt.setTimeout(CONNECT_MS, () => attempt.destroy(new Error(`no answer within ${CONNECT_MS / 1000} s`)));
    attempt.once('error', (error) =>
      reject(
        new RigError('port-missing', `Expected a rig at ${address}, got "${error.message}". Check that it runs.`, {
          cause: error,
        }),
      ),
    );
  });
  socket.setNoDelay(true);
  let closing = false;
  let lost: ((reason: string) => void) | null = null;
  let lostReason: string | null = null;
  let cause = '';
  socket.on('error', (error) => {
    cause = ` (${error.message})`;
  });
  socket.on('close', () => {
    if (closing) return;
    lostReason = `The rig at ${address} is gone${cause}, or another program holds it. Check that it runs, then connect again.`;
    lost?.(lostReason);
  });
  return {
    address,
    write: (bytes) => void socket.write(bytes),
    onData: (listener) => void socket.on('data', listener),
    onLost(listener) {
      lost = listener;
      if (lostReason !== null) listener(lostReason);
    },
    close() {
      closing = true;
      if (socket.closed) return Promise.resolve();
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    },
  };
}
