import { printable } from '../amplifier/printable.ts';
import { RigError } from '../rig-error.ts';
import type { Manipulator } from './manipulator.ts';
import { upToReturn, type RequestLine } from '../transport/request-line.ts';

/** Ticks of a position a um: firmware before 3, and from 3 on. */
const TICKS_PER_UM = { old: 10, present: 100 } as const;
const PRESENT_VERSION = 3;
const IDENTITY = 'Y519';

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
      const answer = await ask(isOld ? 'POS' : 'P');
      const ticks = answer.split('\t').map(Number);
      const [x, y, z] = ticks;
      if (ticks.length !== 3 || x === undefined || y === undefined || z === undefined || !ticks.every(Number.isInteger))
        throw new RigError('bad-device', `Expected a position of three numbers, got "${printable(answer, 60)}". Ask again.`);
      const perUm = isOld ? TICKS_PER_UM.old : TICKS_PER_UM.present;
      return { xUm: x / perUm, yUm: y / perUm, zUm: z / perUm };
    },
    async stop() {
      await ask('STOP');
    },
    close: () => line.close(),
  };
}
