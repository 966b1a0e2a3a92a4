import { decodeFlex, encodeFlex, FLEX_BYTES, FLEX_CALIBRATION, FLEX_FLOATS, FLEX_TABLE } from '../../../../shared/dynamic-clamp/index.ts';
import { SIMULATED_CYCLE_US, SIMULATED_MV, type Sketch } from './sketch.ts';

const { inputSlope, inputOffset } = FLEX_CALIBRATION;
const CODE = Math.round(SIMULATED_MV * inputSlope + inputOffset);

/** flex_dynamic_clamp: settings, calibration, and a table of 256 transfers of which each is answered. Its second input is at its top. */
export function flexClampSketch(): Sketch {
  const table = new Array<number>(FLEX_TABLE).fill(0);
  let settings = new Array<number>(FLEX_FLOATS).fill(0);
  let tablePlace = 0;
  let isCalibrated = false;

  const of = (place: number): number => settings[place] ?? 0;
  const injects = (): Record<'leak' | 'leak-mv' | 'current' | 'table', number> => {
    const [running, leakOn, tableOn, dcPa, leakNs, leakMv] = [of(1) > 0, of(2) > 0, of(3) > 0, of(5), of(6), of(7)];
    if (!running) return { leak: 0, 'leak-mv': 0, current: 0, table: 0 };
    return { leak: leakOn ? leakNs : 0, 'leak-mv': leakMv, current: dcPa, table: tableOn ? (table[CODE] ?? 0) * of(9) : 0 };
  };
  const status = (): Uint8Array => {
    const now = injects();
    const leakPa = -(SIMULATED_MV - now['leak-mv']) * now.leak;
    const tablePa = -now.table;
    const totalPa = now.current + leakPa + tablePa;
    const cycles = [SIMULATED_CYCLE_US, 0, SIMULATED_CYCLE_US, SIMULATED_CYCLE_US];
    return encodeFlex([
      0,
      1,
      SIMULATED_MV,
      CODE,
      1,
      3850,
      leakPa,
      tablePa,
      totalPa,
      0,
      ...cycles,
      Number(isCalibrated),
      SIMULATED_CYCLE_US,
    ]);
  };

  return {
    pollMs: 1,
    injects,
    look(waiting) {
      if (waiting.length < FLEX_BYTES) return { taken: 0, written: [] };
      const numbers = decodeFlex(waiting);
      if (tablePlace > 0 || !Number.isNaN(numbers[0])) {
        for (const [i, value] of numbers.entries()) table[tablePlace + i] = value;
        tablePlace = (tablePlace + FLEX_FLOATS) % FLEX_TABLE;
      } else if (!Number.isNaN(numbers[1])) settings = numbers;
      else isCalibrated = numbers[2] === 0;
      return { taken: FLEX_BYTES, written: [status()] };
    },
  };
}
