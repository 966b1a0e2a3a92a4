/** flex_dynamic_clamp (2020): every transfer is 16 float32, the low byte first. */
export const FLEX_FLOATS = 16;
export const FLEX_BYTES = 4 * FLEX_FLOATS;
/** Entries of its table of currents: one for each code of its 12-bit converter. */
export const FLEX_TABLE = 4096;

/** As its sketch is compiled: mV = (code - inputOffset) / inputSlope; pA = code x outputSlope + outputOffset. */
export interface FlexCalibration {
  readonly inputSlope: number;
  readonly inputOffset: number;
  readonly outputSlope: number;
  readonly outputOffset: number;
}
export const FLEX_CALIBRATION: FlexCalibration = { inputSlope: 7.8236, inputOffset: 2452.6, outputSlope: -0.68578, outputOffset: 1327.7 };

export interface FlexSettings {
  readonly running: boolean;
  readonly leakOn: boolean;
  readonly tableOn: boolean;
  readonly currentPa: number;
  readonly leakNs: number;
  readonly leakMv: number;
  readonly junctionMv: number;
  readonly tableTimes: number;
}

export interface FlexStatus {
  readonly membraneMv: number;
  /** Of its converter, 0-4095: with the calibration it says the potential once more. */
  readonly code: number;
  /** Share of the table that the voltage at its second input sets, 0-1. */
  readonly share: number;
  readonly leakPa: number;
  readonly tablePa: number;
  readonly totalPa: number;
  readonly meanCycleUs: number;
}

export function encodeFlex(values: readonly number[]): Uint8Array {
  if (values.length > FLEX_FLOATS) throw new Error(`Expected at most ${FLEX_FLOATS} numbers, got ${values.length}.`);
  const view = new DataView(new ArrayBuffer(FLEX_BYTES));
  for (let i = 0; i < FLEX_FLOATS; i++) view.setFloat32(4 * i, values[i] ?? Number.NaN, true);
  return new Uint8Array(view.buffer);
}

export function decodeFlex(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, FLEX_BYTES);
  return Array.from({ length: FLEX_FLOATS }, (_, i) => view.getFloat32(4 * i, true));
}

/** Numbers of a change of settings. The electrode's own compensation is left off: it needs a kernel. */
export function flexSettings(settings: FlexSettings): number[] {
  const { running, leakOn, tableOn, currentPa, leakNs, leakMv, junctionMv, tableTimes } = settings;
  return [Number.NaN, Number(running), Number(leakOn), Number(tableOn), 0, currentPa, leakNs, leakMv, junctionMv, tableTimes];
}

export function flexCalibration({ inputSlope, inputOffset, outputSlope, outputOffset }: FlexCalibration): number[] {
  return [Number.NaN, Number.NaN, 0, inputSlope, inputOffset, outputSlope, outputOffset];
}

/** Far beyond what its converters have. */
const MOST_MV = 2000;
const MOST_PA = 100_000;

/** @throws Error for a status without a potential or currents, or with ones that no such device has */
export function flexStatus(numbers: readonly number[]): FlexStatus {
  const at = (place: number): number => numbers[place] ?? Number.NaN;
  const status = { membraneMv: at(2), code: at(3), share: at(4), leakPa: at(6), tablePa: at(7), totalPa: at(8), meanCycleUs: at(10) };
  const currents = [status.leakPa, status.tablePa, status.totalPa];
  // Settings begin with what is no number: these are a status, and no echo.
  if (!Number.isFinite(at(0))) throw new Error('The answer is no status.');
  if (!(Math.abs(status.membraneMv) <= MOST_MV) || !currents.every((pa) => Math.abs(pa) <= MOST_PA))
    throw new Error('The status has no potential or no current.');
  return status;
}
