import { describe, expect, test } from 'vitest';
import { parsePort, portText, type RigPort } from './rig-port.ts';

const PORTS: readonly [string, RigPort][] = [
  ['emulated', { kind: 'simulated' }],
  ['/dev/ttyACM0', { kind: 'serial', name: '/dev/ttyACM0' }],
  ['/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0', { kind: 'serial', name: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0' }],
  ['COM3', { kind: 'serial', name: 'COM3' }],
  ['\\\\.\\COM12', { kind: 'serial', name: '\\\\.\\COM12' }],
  ['tcp://127.0.0.1:5000', { kind: 'tcp', host: '127.0.0.1', port: 5000 }],
  ['tcp://[::1]:5000', { kind: 'tcp', host: '[::1]', port: 5000 }],
  ['bench-amp:usb/7:1', { kind: 'driver', driver: 'bench-amp', address: 'usb/7:1' }],
];

describe('the text of a port', () => {
  test.each(PORTS)('%s is read and written the same', (text, port) => {
    expect(parsePort(text)).toEqual(port);
    expect(portText(port)).toBe(text);
  });

  test('leaves out the seed of the simulated cell: sessions name the rig, not its cell', () => {
    expect(portText({ kind: 'simulated', seed: 7 })).toBe('emulated');
  });

  test.each(['', '  ', 'tcp://', 'tcp:127.0.0.1:5000', 'tcp://a:0', 'tcp://a:65536', 'tcp://a:22/../x', 'tcp://u@a:22', 'tcp://[::1:22'])(
    '%j is none',
    (text) => {
      expect(() => parsePort(text)).toThrow(/^Expected /);
    },
  );
});
