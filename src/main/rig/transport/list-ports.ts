import { SerialPort } from 'serialport';
import type { PortList } from '../amplifier/amplifier-driver.ts';

interface SystemPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Serial ports of this machine. Never fails: where the system cannot list them, the note says so and a path can be typed. */
export async function listPorts(list: () => Promise<readonly SystemPort[]> = () => SerialPort.list()): Promise<PortList> {
  try {
    const found = await list();
    return {
      ports: found.map(({ path, manufacturer, serialNumber }) => ({
        port: { kind: 'serial', name: path },
        label: [path, manufacturer, serialNumber].filter(Boolean).join(' '),
      })),
      note: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ports: [], note: `This system cannot list its serial ports (${reason}). Type the path of the port.` };
  }
}
