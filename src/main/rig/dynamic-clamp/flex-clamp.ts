import {
  decodeFlex,
  encodeFlex,
  FLEX_BYTES,
  FLEX_CALIBRATION,
  FLEX_FLOATS,
  FLEX_TABLE,
  flexCalibration,
  flexSettings,
  flexStatus,
  type ClampSetting,
  type ClampValues,
  type FlexSettings,
} from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import { ofLength, type RequestLine } from '../transport/request-line.ts';
import { confirmed } from './confirmed.ts';
import type { ClampState, DynamicClamp, InjectedCurrent } from './dynamic-clamp.ts';
import { flexTable } from './flex-table.ts';

const SETTINGS: readonly ClampSetting[] = [
  { id: 'leak', label: 'leak conductance', unit: 'nS', least: -100, most: 100 },
  { id: 'leak-mv', label: 'reversal potential of the leak', unit: 'mV', least: -150, most: 100 },
  { id: 'current', label: 'constant current', unit: 'pA', least: -1000, most: 1000 },
  { id: 'junction', label: 'junction potential', unit: 'mV', least: -50, most: 50 },
  { id: 'table-times', label: 'factor of the table', unit: '', least: -100, most: 100 },
];
const OFF: ClampValues = { leak: 0, 'leak-mv': 0, current: 0, junction: 0, 'table-times': 1 };
/** Its loop takes microseconds: then a status shows what was set before. */
const SETTLED_MS = 20;

/** flex_dynamic_clamp. Each answer is a status, and every question is a change: it cannot be read without being set. */
export async function openFlexClamp(line: RequestLine): Promise<DynamicClamp> {
  let values = OFF;
  let tableOn = false;
  const exchange = async (numbers: readonly number[]): Promise<number[]> =>
    decodeFlex(await line.ask(encodeFlex(numbers), ofLength(FLEX_BYTES)));
  const send = (running: boolean): Promise<number[]> => exchange(flexSettings(wireOf(values, { running, tableOn })));
  const apply = async (running: boolean): Promise<ClampState> => {
    await send(running);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const status = statusOf(await send(running));
    return {
      values: { ...values, 'table-share': status.share },
      health: { membraneMv: status.membraneMv, currentPa: running ? status.totalPa : 0, cycleUs: status.meanCycleUs },
    };
  };
  const stop = (): Promise<ClampState> => {
    values = OFF;
    tableOn = false;
    // Running with nothing to inject: a clamp that does not run keeps its last current.
    return apply(true);
  };
  const inject = async (current: InjectedCurrent): Promise<ClampState> => {
    // With the table on, half of an old one and half of a new one would be injected.
    tableOn = false;
    await send(true);
    const table = flexTable(current);
    for (let from = 0; from < FLEX_TABLE; from += FLEX_FLOATS) await exchange(table.slice(from, from + FLEX_FLOATS));
    tableOn = true;
    return apply(true);
  };
  await exchange(flexCalibration(FLEX_CALIBRATION));
  return {
    name: 'flex dynamic clamp',
    settings: SETTINGS,
    canBeRead: false,
    read: () =>
      Promise.reject(new RigError('refused', 'Expected a value to set or a stop: this dynamic clamp reports only after either. Give one.')),
    set: (wanted) => {
      values = { ...values, ...wanted };
      return confirmed(() => apply(true), stop);
    },
    inject: (current) => confirmed(() => inject(current), stop),
    stop,
    close: () => line.close(),
  };
}

function wireOf(values: ClampValues, { running, tableOn }: Pick<FlexSettings, 'running' | 'tableOn'>): FlexSettings {
  const of = (id: string): number => values[id] ?? 0;
  return {
    running,
    leakOn: of('leak') !== 0,
    tableOn,
    currentPa: of('current'),
    leakNs: of('leak'),
    leakMv: of('leak-mv'),
    junctionMv: of('junction'),
    tableTimes: of('table-times'),
  };
}

function statusOf(numbers: readonly number[]): ReturnType<typeof flexStatus> {
  try {
    return flexStatus(numbers);
  } catch (error) {
    throw new RigError('bad-device', 'Expected the status of a dynamic clamp, got numbers that are none. Choose another port or device.', {
      cause: error,
    });
  }
}
