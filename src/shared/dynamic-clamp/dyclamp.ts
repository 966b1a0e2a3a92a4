/** Lines of dyClamp: "\r<a>\t<b>\n" (firmware of 2021; its README has the signs of the indices the other way round). */

/** Commands of index 0. */
export const DYCLAMP_COMMAND = { echo: 0, dump: 1, toggleReports: 2 } as const;

/** Values of its calibration, at index -1, -2 ...; as the firmware starts. */
export const DYCLAMP_CALIBRATION = [
  { id: 'input-gain', label: 'input gain', unit: 'mV/mV', value: 50 },
  { id: 'output-gain', label: 'output gain', unit: 'pA/V', value: 400 },
  { id: 'adc-slope', label: 'slope of the input', unit: 'mV', value: 5.5 },
  { id: 'adc-intercept', label: 'intercept of the input', unit: 'mV', value: -11_500 },
  { id: 'dac-slope', label: 'slope of the output', unit: '', value: 750 },
  { id: 'dac-intercept', label: 'intercept of the output', unit: '', value: 2000 },
  { id: 'junction', label: 'junction potential', unit: 'mV', value: 0 },
] as const;

/** What its numbers are printed to: a finer value could not be read back. */
export const DYCLAMP_STEP = 0.01;

/** A line of numbers with two decimals, as host and device send them. */
export function dyclampLine(...values: readonly number[]): string {
  return `\r${values.map((value) => value.toFixed(2)).join('\t')}\n`;
}

/** A command: an index without decimals, and its value. */
export function dyclampCommand(index: number, value: number): string {
  return `\r${index}\t${index === 0 ? value : value.toFixed(2)}\n`;
}

/** Numbers of each whole line; lines that are none are left out. */
export function readDyclampLines(text: string): number[][] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return [...whole.matchAll(/\r(-?\d+(?:\.\d+)?(?:\t-?\d+(?:\.\d+)?){1,2})\n/g)].map(([, line]) => (line ?? '').split('\t').map(Number));
}

/** A live report, or null where the line is another. */
export function readDyclampReport(line: readonly number[]): { membraneMv: number; currentPa: number; cycleUs: number } | null {
  const [membraneMv, currentPa, cycleUs] = line;
  return membraneMv === undefined || currentPa === undefined || cycleUs === undefined ? null : { membraneMv, currentPa, cycleUs };
}

/**
 * A dump: the calibration from the last to the first, then the conductances, each with its index.
 * @returns both in the order of their lists; null where a line is absent or out of its place
 */
export function readDyclampDump(lines: readonly (readonly number[])[]): { calibration: number[]; conductances: number[] } | null {
  const indices = [-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8];
  const values = lines.filter(({ length }) => length === 2);
  if (values.length !== indices.length || !indices.every((index, at) => values[at]?.[0] === index)) return null;
  const numbers = values.map(([, value]) => value ?? Number.NaN);
  return { calibration: numbers.slice(0, 7).reverse(), conductances: numbers.slice(7) };
}
