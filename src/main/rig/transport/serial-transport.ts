import { SerialPort } from 'serialport';
import type { RigErrorCode } from '../rig-error.ts';
import { RigError } from '../rig-error.ts';
import type { Transport } from './transport.ts';

/** USB devices and pseudo-terminals ignore it; a real UART needs some value. */
const BAUD_RATE = 921_600;
const CLOSE_MS = 3000;

/**
 * Opens a serial port exclusively.
 * @param baudRate of a device that is no USB device itself
 * @throws RigError port-missing, port-busy or port-denied
 */
export async function openSerialTransport(path: string, baudRate = BAUD_RATE): Promise<Transport> {
  const port = new SerialPort({ path, baudRate, autoOpen: false, lock: true });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openError(path, error)) : resolve()));
  });
  let closing = false;
  let lost: ((reason: string) => void) | null = null;
  let lostReason: string | null = null;
  const lose = (reason: string): void => {
    if (closing || lostReason !== null) return;
    lostReason = reason;
    lost?.(reason);
  };
  port.on('close', (error: (Error & { disconnected?: boolean }) | null) =>
    lose(`Port ${path} is gone${error ? ` (${error.message})` : ''}. Check the cable and the device, then connect again.`),
  );
  port.on('error', (error) => lose(`Port ${path} failed (${error.message}). Check the cable, then connect again.`));
  return {
    address: path,
    write(bytes) {
      if (port.isOpen) port.write(Buffer.from(bytes));
    },
    onData: (listener) => void port.on('data', listener),
    onLost(listener) {
      lost = listener;
      if (lostReason !== null) listener(lostReason);
    },
    close() {
      closing = true;
      if (!port.isOpen) return Promise.resolve();
      // A port that vanishes while it is being closed counts as closed; a driver that never answers must not hold up the rest.
      return new Promise((resolve) => {
        const limit = setTimeout(resolve, CLOSE_MS);
        port.close(() => {
          clearTimeout(limit);
          resolve();
        });
      });
    },
  };
}

function openError(path: string, error: Error): RigError {
  const cause = error.message;
  const [code, advice] = adviceFor(cause);
  return new RigError(code, `Expected to open port ${path}, got "${cause}". ${advice}`, { cause: error });
}

function adviceFor(cause: string): [RigErrorCode, string] {
  if (/lock|busy|access denied|temporarily unavailable/i.test(cause)) {
    return ['port-busy', 'Another program holds it: close that program, then connect again.'];
  }
  if (/permission/i.test(cause)) {
    return ['port-denied', 'Give your user access to serial ports (on Linux: group dialout), then connect again.'];
  }
  return ['port-missing', 'Check that the device is plugged in and the path is right.'];
}
