import { MANIPULATOR_KINDS, type ManipulatorKind } from '../../../shared/rig/manipulator.ts';
import { RigError } from '../rig-error.ts';
import { openSerialTransport } from '../transport/serial-transport.ts';
import type { Manipulator } from './manipulator.ts';
import { openMp285 } from './mp285.ts';
import { openMpc200 } from './mpc200.ts';
import { RequestLine } from '../transport/request-line.ts';
import { openScientifica } from './scientifica.ts';

interface Kind {
  readonly what: string;
  /** Rates of its line, in the order in which they are tried. */
  readonly bauds: readonly number[];
  readonly open: (line: RequestLine) => Promise<Manipulator>;
}

/** Micromanipulators, by what is typed for them. Never tried on hardware (docs/manipulators.md). */
const KINDS = {
  scientifica: { what: 'a Scientifica manipulator', bauds: [9600, 38_400], open: openScientifica },
  'mpc-200': { what: 'a Sutter MPC-200', bauds: [128_000], open: openMpc200 },
  'mp-285': { what: 'a Sutter MP-285', bauds: [9600], open: openMp285 },
} as const satisfies Readonly<Record<ManipulatorKind, Kind>>;
export type { ManipulatorKind } from '../../../shared/rig/manipulator.ts';
export const MANIPULATORS = MANIPULATOR_KINDS;

/** Opens a manipulator on a serial port. @throws RigError port-..., no-answer, bad-device */
export async function openManipulator(kind: ManipulatorKind, path: string): Promise<Manipulator> {
  const { what, bauds, open }: Kind = KINDS[kind];
  let failure: unknown = null;
  for (const baud of bauds) {
    const line = new RequestLine(await openSerialTransport(path, baud), what);
    try {
      return await open(line);
    } catch (error) {
      await line.close();
      if (!(error instanceof RigError) || error.code !== 'no-answer') throw error;
      failure = error;
    }
  }
  throw failure;
}
