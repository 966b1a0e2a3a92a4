import { expect, test } from 'vitest';
import { assertPortName } from './port-name.ts';

test.each(['emulated', '/dev/ttyACM0', '/dev/ttyUSB12', '/dev/cu.usbmodem1101', '/dev/tty.usbserial-A1', '/dev/pts/4', '/dev/serial/by-id/usb-Elements_ePatch-if00', 'COM3', '\\\\.\\COM12', 'tcp://127.0.0.1:5000', 'tcp://localhost:80', 'tcp://[::1]:5000'])(
  '%s is a port',
  (port) => expect(assertPortName(port)).toBe(port),
);

test.each(['/etc/passwd', '/dev/watchdog', '/dev/sda', '/dev/tty/../sda', '/dev/pts/../../etc/passwd', '/dev/mem', '../dev/ttyACM0', 'tcp://10.0.0.1:22', 'tcp://127.0.0.1:22/../x', 'tcp://127.0.0.1.example.com:80', 'http://127.0.0.1:80', 'COM3:', '/dev/ttyACM0\n', '\\\\server\\share', ''])(
  '%j is none',
  (port) => expect(() => assertPortName(port)).toThrow(/Expected a serial port/),
);
