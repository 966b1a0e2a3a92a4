import { describe, expect, test } from 'vitest';
import type { RigPort } from '../../shared/rig/rig-port.ts';
import { assertAllowedPort } from './allowed-port.ts';

const serial = (name: string): RigPort => ({ kind: 'serial', name });
const tcp = (host: string): RigPort => ({ kind: 'tcp', host, port: 5000 });
const found = new Set(['bench-amp:usb-1']);

describe('the window may open', () => {
  const names = [
    '/dev/ttyACM0',
    '/dev/ttyUSB12',
    '/dev/cu.usbmodem1101',
    '/dev/tty.usbserial-A1',
    '/dev/pts/4',
    '/dev/serial/by-id/usb-Elements_ePatch-if00',
    'COM3',
    '\\\\.\\COM12',
  ];
  const ports: RigPort[] = [
    { kind: 'simulated' },
    { kind: 'simulated', seed: 3 },
    ...names.map(serial),
    ...['127.0.0.1', 'localhost', '[::1]'].map(tcp),
    { kind: 'driver', driver: 'bench-amp', address: 'usb-1' },
  ];
  test.each(ports)('%j', (port) => expect(assertAllowedPort(port, found)).toBe(port));
});

describe('the window may not open', () => {
  const names = [
    '/etc/passwd',
    '/dev/watchdog',
    '/dev/sda',
    '/dev/tty/../sda',
    '/dev/pts/../../etc/passwd',
    '/dev/mem',
    '../dev/ttyACM0',
    'COM3:',
    '/dev/ttyACM0\n',
    '\\\\server\\share',
    '',
    'emulated',
    'tcp://127.0.0.1:22',
  ];
  const ports: RigPort[] = [
    ...names.map(serial),
    ...['10.0.0.1', '127.0.0.1.example.com', '127.0.0.1:22/../x', '', '::1'].map(tcp),
    { kind: 'driver', driver: 'bench-amp', address: 'usb-2' },
    { kind: 'driver', driver: 'riglink', address: '/etc/passwd' },
  ];
  test.each(ports)('%j', (port) => expect(() => assertAllowedPort(port, found)).toThrow(/Expected a serial port/));
});
