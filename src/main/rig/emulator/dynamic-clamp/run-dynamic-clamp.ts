import type { DynamicClampKind } from '../../dynamic-clamp/index.ts';
import { createFaultyLine, NO_FAULTS } from '../faults.ts';
import { linkAddress, openLink } from '../open-link.ts';
import type { EmulatorOptions, RunningEmulator } from '../run-emulator.ts';
import { dyclampSketch } from './dyclamp-sketch.ts';
import { flexClampSketch } from './flex-clamp-sketch.ts';
import { openClampSketch } from './open-clamp-sketch.ts';
import type { Sketch } from './sketch.ts';

const SKETCHES: Readonly<Record<DynamicClampKind, () => Sketch>> = {
  dyclamp: dyclampSketch,
  'open-clamp': openClampSketch,
  'flex-clamp': flexClampSketch,
};

/** Starts a simulated dynamic clamp in this process. It lives until `stop`; as a real one it goes on when its port is closed. */
export async function runDynamicClamp(kind: DynamicClampKind, options: EmulatorOptions): Promise<RunningEmulator> {
  const { link, note } = await openLink(options);
  const line = createFaultyLine(options.hooks?.faults ?? NO_FAULTS);
  const sketch = SKETCHES[kind]();
  let waiting: number[] = [];
  const timer = setInterval(() => {
    const { chunks, hostPresent } = link.poll();
    waiting = hostPresent ? [...waiting, ...chunks.flatMap((chunk) => [...chunk])] : [];
    const { taken, written } = sketch.look(Uint8Array.from(waiting));
    waiting = waiting.slice(taken);
    if (hostPresent) for (const answer of written) for (const bytes of line.send(answer)) link.write(bytes);
  }, sketch.pollMs);
  return {
    address: linkAddress(link, options),
    serial: `SIM-${String(options.seed).padStart(6, '0')}`,
    note,
    // It has neither pipette nor bath.
    carryOut: () => undefined,
    stop() {
      clearInterval(timer);
      link.close();
    },
  };
}
