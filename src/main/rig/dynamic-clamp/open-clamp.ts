import { CONDUCTANCES, echoes, encodeOpenClamp, type ClampValues } from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import type { AnswerLength, RequestLine } from '../transport/request-line.ts';
import type { ClampState, DynamicClamp } from './dynamic-clamp.ts';

/** It looks for a write every 100 ms. */
const ANSWER_MS = 600;
const LINES = 8;
const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const eightLines: AnswerLength = (bytes) => (text(bytes).split('\r\n').length > LINES ? bytes.length : null);

/** The clamp of Desai et al.: all eight conductances at once, echoed as text. It has no other way to be asked. */
export function openOpenClamp(line: RequestLine): Promise<DynamicClamp> {
  const write = async (wanted: ClampValues): Promise<ClampState> => {
    const conductances = CONDUCTANCES.map(({ id }) => wanted[id] ?? 0);
    const answer = text(await line.ask(encodeOpenClamp(conductances), eightLines, ANSWER_MS));
    if (!echoes(answer, conductances))
      throw new RigError(
        'bad-device',
        'Expected the dynamic clamp to repeat its eight conductances, got others: it may inject any of them. Press its reset button.',
      );
    return { values: Object.fromEntries(CONDUCTANCES.map(({ id }, i) => [id, conductances[i] ?? 0])), health: null };
  };
  return Promise.resolve({
    name: 'Open dynamic clamp',
    settings: CONDUCTANCES,
    canBeRead: false,
    read: () =>
      Promise.reject(new RigError('refused', 'Expected a value to set or a stop: this dynamic clamp reports nothing else. Give either.')),
    // After a bad echo its bytes are out of step: another write would not be understood either.
    set: write,
    inject: null,
    stop: () => write({}),
    close: () => line.close(),
  });
}
