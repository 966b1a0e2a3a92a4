import type { ManipulatorKind } from '../../manipulator/index.ts';
import { createFaultyLine, NO_FAULTS } from '../faults.ts';
import { linkAddress, openLink } from '../open-link.ts';
import type { EmulatorOptions, RunningEmulator } from '../run-emulator.ts';
import { ANSWERERS } from './answers.ts';

const TICK_MS = 2;

/** Starts a simulated micromanipulator in this process. It lives until `stop`. */
export async function runManipulator(kind: ManipulatorKind, options: EmulatorOptions): Promise<RunningEmulator> {
  const { link, note } = await openLink(options);
  const line = createFaultyLine(options.hooks?.faults ?? NO_FAULTS);
  let came: number[] = [];
  const timer = setInterval(() => {
    const { chunks, hostPresent } = link.poll();
    came = hostPresent ? [...came, ...chunks.flatMap((chunk) => [...chunk])] : [];
    for (;;) {
      const done = ANSWERERS[kind](Uint8Array.from(came));
      if (done === null) break;
      came = came.slice(done.used);
      if (line.hears()) for (const bytes of line.send(done.answer)) link.write(bytes);
    }
  }, TICK_MS);
  return {
    address: linkAddress(link, options),
    serial: `SIM-${String(options.seed).padStart(6, '0')}`,
    note,
    // It has neither cell nor bath.
    carryOut: () => undefined,
    stop() {
      clearInterval(timer);
      link.close();
    },
  };
}
