import { SerialPort } from 'serialport';

export interface PortList {
  readonly ports: readonly { readonly path: string; readonly label: string }[];
  /** Why the list may be short, null where it is whole. */
  readonly note: string | null;
}

interface FoundPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Serial ports of this machine. Never fails: where the system cannot list them, the note says so and a path can be typed. */
export async function listPorts(list: () => Promise<readonly FoundPort[]> = () => SerialPort.list()): Promise<PortList> {
  try {
    const found = await list();
    return {
      ports: found.map(({ path, manufacturer, serialNumber }) => ({
        path,
        label: [path, manufacturer, serialNumber].filter(Boolean).join(' '),
      })),
      note: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ports: [], note: `This system cannot list its serial ports (${reason}). Type the path of the port.` };
  }
}
