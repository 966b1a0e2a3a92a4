import { RigError } from '../rig-error.ts';
import type { Manipulator } from './manipulator.ts';
import { ofLength, upToReturn, type AnswerLength, type RequestLine } from '../transport/request-line.ts';

const CR = 13;
const [POSITION, STATE, STOP] = [Uint8Array.of(0x63, CR), Uint8Array.of(0x73, CR), Uint8Array.of(0x03)];
/** Place of the microsteps a um in its state. */
const STEPS_AT = 24;
const MOST_STEPS = 1000;
/** Bits of its errors. */
const ERRORS: readonly (readonly [bit: number, text: string])[] = [
  [1, 'a framing error'],
  [2, 'an overrun of its input'],
  [4, 'an unknown command'],
];
const INTERRUPTED = 8;
/** An answer of so many bytes, or an error: a byte and a return. */
const orError =
  (length: number): AnswerLength =>
  (bytes) =>
    bytes.length === 2 && bytes[1] === CR && bytes[0]! <= 15 ? 2 : ofLength(length)(bytes);

/** A Sutter MP-285. @throws RigError no-answer, bad-device */
export async function openMp285(line: RequestLine): Promise<Manipulator> {
  const ask = async (request: Uint8Array, length: number): Promise<DataView> => {
    const answer = await line.ask(request, orError(length));
    if (answer.length !== length) throw errorOf(answer[0] ?? 0);
    if (answer[length - 1] !== CR)
      throw new RigError(
        'bad-device',
        'Expected an answer of an MP-285 that ends with a return, got another. Choose another port or device.',
      );
    return new DataView(answer.buffer, answer.byteOffset, answer.length);
  };
  const stepsPerUm = (await ask(STATE, 33)).getUint16(STEPS_AT, true);
  if (stepsPerUm < 1 || stepsPerUm > MOST_STEPS)
    throw new RigError('bad-device', `Expected an MP-285 with 1 to ${MOST_STEPS} steps a um, it reports ${stepsPerUm}. Reset it.`);
  return {
    name: 'Sutter MP-285',
    mayBePolled: false,
    halt: () => line.send(STOP),
    async position() {
      const answer = await ask(POSITION, 13);
      const [xUm, yUm, zUm] = [0, 4, 8].map((at) => answer.getInt32(at, true) / stepsPerUm) as [number, number, number];
      return { xUm, yUm, zUm };
    },
    async stop() {
      // A movement that ends so is reported as an error, which is what was asked for.
      const answer = await line.ask(STOP, upToReturn);
      const error = answer.length > 1 ? answer[0]! : 0;
      if ((error & ~INTERRUPTED) !== 0) throw errorOf(error);
    },
    close: () => line.close(),
  };
}

function errorOf(code: number): RigError {
  const texts = ERRORS.flatMap(([bit, text]) => ((code & bit) === 0 ? [] : [text]));
  return new RigError('bad-device', `Expected the MP-285 to answer, it reports ${texts.join(' and ') || `error ${code}`}. Ask again.`);
}
