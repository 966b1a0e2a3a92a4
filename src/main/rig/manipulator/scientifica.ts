import { performance } from 'node:perf_hooks';
import { printable } from '../amplifier/printable.ts';
import { RigError } from '../rig-error.ts';
import type { Manipulator, ManipulatorPosition } from './manipulator.ts';
import { upToReturn, type RequestLine } from '../transport/request-line.ts';

/** Ticks of a position a um: firmware before 3, and from 3 on. */
const TICKS_PER_UM = { old: 10, present: 100 } as const;
const PRESENT_VERSION = 3;
const IDENTITY = 'Y519';
const SAME = 3;
const MOST_ASKED = 8;
/** A stop brakes. */
const STOPPED_MS = 2000;

/** A Scientifica controller: commands and answers are text that ends with a return. @throws RigError no-answer, bad-device */
export async function openScientifica(line: RequestLine): Promise<Manipulator> {
  const ask = async (command: string): Promise<string> => {
    const answer = new TextDecoder('latin1').decode(await line.ask(new TextEncoder().encode(`${command}\r`), upToReturn)).trim();
    if (!answer.startsWith('E,')) return answer;
    throw new RigError(
      'bad-device',
      `Expected the manipulator to answer "${command}", it reports the error ${printable(answer.slice(2), 20)}. Look at its controller.`,
    );
  };
  const identity = await ask('scientifica');
  if (identity !== IDENTITY)
    throw new RigError(
      'bad-device',
      `Expected a Scientifica manipulator, got "${printable(identity, 40)}". Choose another port or device.`,
    );
  const version = Number(await ask('ver'));
  const isOld = version < PRESENT_VERSION;
  const description = printable(await ask('desc'));
  return {
    name: description === '' ? 'Scientifica manipulator' : description,
    mayBePolled: true,
    halt: () => line.send(new TextEncoder().encode('STOP\r')),
    async position() {
      // A lost digit leaves a position: only what comes three times in a row is one.
      let before = '';
      let same = 0;
      for (let asked = 0; asked < MOST_ASKED; asked++) {
        const answer = await ask(isOld ? 'POS' : 'P');
        same = answer === before ? same + 1 : 1;
        if (same === SAME) return positionOf(answer, isOld ? TICKS_PER_UM.old : TICKS_PER_UM.present);
        before = answer;
      }
      throw new RigError('bad-device', 'Expected a position that stays, got another with each question. Ask again when it stands still.');
    },
    async stop() {
      await ask('STOP');
      // Its answer says nothing by itself; this one says whether it still moves.
      const end = performance.now() + STOPPED_MS;
      for (;;) {
        const answer = await ask('S');
        if (answer === '0') return;
        if (!/^\d{1,3}$/.test(answer))
          throw new RigError('bad-device', `Expected to hear whether it moves, got "${printable(answer, 60)}". Stop it at its controller.`);
        if (performance.now() > end)
          throw new RigError(
            'bad-device',
            'Expected the manipulator to stand still after a stop, it still moves. Stop it at its controller.',
          );
      }
    },
    close: () => line.close(),
  };
}

function positionOf(answer: string, ticksPerUm: number): ManipulatorPosition {
  const ticks = answer.split('\t').map(Number);
  const [x, y, z] = ticks;
  if (ticks.length !== 3 || x === undefined || y === undefined || z === undefined || !ticks.every(Number.isInteger))
    throw new RigError('bad-device', `Expected a position of three numbers, got "${printable(answer, 60)}". Ask again.`);
  return { xUm: x / ticksPerUm, yUm: y / ticksPerUm, zUm: z / ticksPerUm };
}
