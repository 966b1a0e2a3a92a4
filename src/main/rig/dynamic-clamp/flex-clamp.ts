import { performance } from 'node:perf_hooks';
import {
  FLEX_CALIBRATION,
  FLEX_FLOATS,
  FLEX_TABLE,
  flexCalibration,
  flexSettings,
  type ClampSetting,
  type ClampValues,
  type FlexSettings,
  type FlexStatus,
} from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import type { RequestLine } from '../transport/request-line.ts';
import { confirmed } from './confirmed.ts';
import type { ClampState, DynamicClamp, InjectedCurrent } from './dynamic-clamp.ts';
import { flexFault } from './flex-fault.ts';
import { FlexLine } from './flex-line.ts';
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
/** The first status may still be of what was set before. */
const MOST_SENDS = 5;
/** Transfers of its table; there and back they take 3 s on its line. */
const TABLE_TRANSFERS = FLEX_TABLE / FLEX_FLOATS;
const TABLE_MS = 8000;

/** flex_dynamic_clamp. Each answer is a status, and every question is a change: it cannot be read without being set. */
export async function openFlexClamp(requests: RequestLine): Promise<DynamicClamp> {
  const line = new FlexLine(requests);
  let values = OFF;
  let tableOn = false;
  const send = (): Promise<FlexStatus> => line.exchange(flexSettings(wireOf(values, tableOn)));
  const fault = (status: FlexStatus): string | null => flexFault(wireOf(values, tableOn), status);
  /** Sends the settings until a status shows them. */
  const apply = async (): Promise<ClampState> => {
    let status = await send();
    for (let sent = 1; sent === 1 || (sent < MOST_SENDS && fault(status) !== null); sent++) {
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      status = await send();
    }
    const wrong = fault(status);
    if (wrong !== null) throw new RigError('bad-device', wrong);
    return {
      values: { ...values, 'table-share': status.share },
      health: { membraneMv: status.membraneMv, currentPa: status.totalPa, cycleUs: status.meanCycleUs },
    };
  };
  /** In the middle of a table it takes every transfer for a part of it: the settings are sent until they are settings again. */
  const finishTable = async (): Promise<void> => {
    const end = performance.now() + TABLE_MS;
    for (let sent = 0; sent <= TABLE_TRANSFERS && performance.now() < end; sent++) if (fault(await send()) === null) return;
  };
  const stop = async (): Promise<ClampState> => {
    values = OFF;
    tableOn = false;
    // Running with nothing to inject: a clamp that does not run keeps its last current.
    try {
      return await apply();
    } catch (error) {
      if (!(error instanceof RigError) || error.code === 'port-lost') throw error;
      await line.align();
      await finishTable();
      return await apply();
    }
  };
  const inject = async (current: InjectedCurrent): Promise<ClampState> => {
    // With the table on, half of an old one and half of a new one would be injected.
    tableOn = false;
    await send();
    await sendTable(line, flexTable(current));
    tableOn = true;
    return apply();
  };
  await line.exchange(flexCalibration(FLEX_CALIBRATION));
  return {
    name: 'flex dynamic clamp',
    settings: SETTINGS,
    canBeRead: false,
    read: () =>
      Promise.reject(new RigError('refused', 'Expected a value to set or a stop: this dynamic clamp reports only after either. Give one.')),
    set: (wanted) => {
      values = { ...values, ...wanted };
      return confirmed(() => apply(), stop);
    },
    inject: (current) => confirmed(() => inject(current), stop),
    stop,
    close: () => line.close(),
  };
}

/** @throws RigError as the line, no-answer where it takes too long */
async function sendTable(line: FlexLine, table: readonly number[]): Promise<void> {
  const end = performance.now() + TABLE_MS;
  for (let from = 0; from < FLEX_TABLE; from += FLEX_FLOATS) {
    await line.exchange(table.slice(from, from + FLEX_FLOATS));
    if (performance.now() > end)
      throw new RigError(
        'no-answer',
        `Expected the table to be taken within ${TABLE_MS / 1000} s, it was not. Check the cable, try again.`,
      );
  }
}

function wireOf(values: ClampValues, tableOn: boolean): FlexSettings {
  const of = (id: string): number => values[id] ?? 0;
  return {
    running: true,
    leakOn: of('leak') !== 0,
    tableOn,
    currentPa: of('current'),
    leakNs: of('leak'),
    leakMv: of('leak-mv'),
    junctionMv: of('junction'),
    tableTimes: of('table-times'),
  };
}
