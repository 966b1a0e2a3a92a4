import { RigError } from '../rig-error.ts';
import type { Manipulator } from './manipulator.ts';
import { ofLength, type RequestLine } from '../transport/request-line.ts';

const UM_PER_STEP = 0.0625;
/** The range of its drives, um. */
const RANGE_UM = 25_000;
const CR = 13;
const [POSITION, DRIVES, STOP] = [0x43, 0x55, 0x03];

/** A Sutter MPC-200: one byte asks, answers have a fixed length and end with a return. @throws RigError no-answer, bad-device */
export async function openMpc200(line: RequestLine): Promise<Manipulator> {
  const ask = async (byte: number, length: number): Promise<DataView> => {
    const answer = await line.ask(Uint8Array.of(byte), ofLength(length));
    if (answer[length - 1] !== CR)
      throw new RigError(
        'bad-device',
        `Expected an answer of an MPC-200 that ends with a return, got another. Choose another port or device.`,
      );
    return new DataView(answer.buffer, answer.byteOffset, answer.length);
  };
  // How many drives there are, which of four, and a return.
  await ask(DRIVES, 6);
  return {
    name: 'Sutter MPC-200',
    mayBePolled: true,
    halt: () => line.send(Uint8Array.of(STOP)),
    async position() {
      const answer = await ask(POSITION, 14);
      const [xUm, yUm, zUm] = [1, 5, 9].map((at) => answer.getInt32(at, true) * UM_PER_STEP) as [number, number, number];
      if (![xUm, yUm, zUm].every((um) => um >= 0 && um <= RANGE_UM))
        throw new RigError('bad-device', `Expected a position of 0 to ${RANGE_UM} um, got ${xUm}, ${yUm}, ${zUm} um. Ask again.`);
      return { xUm, yUm, zUm };
    },
    async stop() {
      await ask(STOP, 1);
    },
    close: () => line.close(),
  };
}
