import { faultOf } from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import { RequestLine } from '../transport/request-line.ts';
import { openSerialTransport } from '../transport/serial-transport.ts';
import { openDyclamp } from './dyclamp.ts';
import type { DynamicClamp } from './dynamic-clamp.ts';
import { openFlexClamp } from './flex-clamp.ts';
import { openOpenClamp } from './open-clamp.ts';

const BAUD = 115_200;

/** Dynamic clamps, by what is typed for them. Never tried on hardware (docs/dynamic-clamps.md). */
const KINDS = {
  dyclamp: { what: 'a dyClamp', open: openDyclamp },
  'open-clamp': { what: 'an open dynamic clamp', open: openOpenClamp },
  'flex-clamp': { what: 'a flex dynamic clamp', open: openFlexClamp },
} as const;
export type DynamicClampKind = keyof typeof KINDS;
export const DYNAMIC_CLAMPS = Object.keys(KINDS) as DynamicClampKind[];

/** Opens a dynamic clamp on a serial port. Values are checked before they are sent. @throws RigError port-..., no-answer, bad-device */
export async function openDynamicClamp(kind: DynamicClampKind, path: string): Promise<DynamicClamp> {
  const { what, open } = KINDS[kind];
  const line = new RequestLine(await openSerialTransport(path, BAUD), what);
  try {
    const clamp = await open(line);
    return {
      ...clamp,
      set(wanted) {
        const fault = faultOf(wanted, clamp.settings);
        return fault === null ? clamp.set(wanted) : Promise.reject(new RigError('refused', fault));
      },
    };
  } catch (error) {
    await line.close();
    throw error;
  }
}
