import { CONDUCTANCES, DYCLAMP_CALIBRATION, DYCLAMP_COMMAND, dyclampLine } from '../../../../shared/dynamic-clamp/index.ts';
import { SIMULATED_CYCLE_US, SIMULATED_MV, type Sketch } from './sketch.ts';

/** It looks every 20 ms, and only when more than four bytes wait. */
const POLL_MS = 21;
const LEAST_WAITING = 5;
const LF = 10;
/** Reversal of the simulated shunt, mV. */
const SHUNT_MV = 0;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** dyClamp: echoes what came, then does it. */
export function dyclampSketch(): Sketch {
  const conductances = new Array<number>(8).fill(0);
  const calibration: number[] = DYCLAMP_CALIBRATION.map(({ value }) => value);
  let reports = false;

  /** Numbers as the firmware reads them: the index as a whole number, what is none as 0. */
  const act = (command: string): string => {
    const [first = '', second = ''] = command.split('\t');
    const index = Number.parseInt(first, 10) || 0;
    const value = Number.parseFloat(second) || 0;
    if (index > 0 && index <= conductances.length) conductances[index - 1] = value;
    if (index < 0 && -index <= calibration.length) calibration[-index - 1] = value;
    if (index !== 0) return '';
    if (Math.trunc(value) === DYCLAMP_COMMAND.toggleReports) reports = !reports;
    if (Math.trunc(value) !== DYCLAMP_COMMAND.dump) return '';
    const last = calibration.length;
    const lines = [
      ...calibration.map((_, i) => dyclampLine(i - last, calibration[last - 1 - i] ?? 0)),
      ...conductances.map((held, i) => dyclampLine(i + 1, held)),
    ];
    return lines.join('');
  };

  return {
    pollMs: POLL_MS,
    injects: () => Object.fromEntries(CONDUCTANCES.map(({ id }, i) => [id, conductances[i] ?? 0])),
    look(waiting) {
      if (waiting.length >= LEAST_WAITING) {
        const end = waiting.indexOf(LF);
        // Its read ends after 1 ms: what was not written at once is taken for a whole command.
        const taken = end < 0 ? waiting.length : end + 1;
        const command = waiting.slice(0, taken);
        const answer = act(new TextDecoder('latin1').decode(command).replace(/^\r/, '').trimEnd());
        return { taken, written: [command, ...(answer === '' ? [] : [bytesOf(answer)])] };
      }
      if (!reports) return { taken: 0, written: [] };
      const currentPa = -(conductances[0] ?? 0) * (SIMULATED_MV - SHUNT_MV);
      return { taken: 0, written: [bytesOf(dyclampLine(SIMULATED_MV, currentPa, SIMULATED_CYCLE_US))] };
    },
  };
}
