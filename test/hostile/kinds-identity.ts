import { CAPABILITY } from '../../src/shared/riglink/index.ts';
import type { CalibrationEntry, Welcome } from '../../src/shared/riglink/index.ts';
import { encodeDeviceMessage } from '../../src/shared/riglink/index.ts';
import type { Expectation, Kind } from './behaviour.ts';
import { spoil } from './behaviour.ts';

function welcome(name: string, expect: Expectation, change: Partial<Welcome>): Kind {
  return { name: `welcome: ${name}`, expect, make: spoil('welcome', (message) => ({ ...message, ...change })) };
}

/** Calibration of one channel in the range that the recording uses. */
function calibration(name: string, channel: number, change: Partial<CalibrationEntry>, expect: Expectation = 'no-connect'): Kind {
  return {
    name: `calibration: ${name}`,
    expect,
    make: spoil('calibration', (message) =>
      message.entry.channel === channel ? { ...message, entry: { ...message.entry, ...change } } : message,
    ),
  };
}

const ESCAPES = '\u001b[2J\u001b[31mRig\u0007\r\n\u202eevil\u0000';

/** Faults of a device's description of itself. */
export const IDENTITY_KINDS: readonly Kind[] = [
  welcome('version 0', 'no-connect', { version: 0 }),
  welcome('version 2', 'no-connect', { version: 2 }),
  welcome('no rates', 'no-connect', { sampleRatesHz: [] }),
  welcome('rate 0', 'no-connect', { sampleRatesHz: [0, 10_000] }),
  welcome('rate 4e9 Hz', 'no-connect', { sampleRatesHz: [10_000, 4_000_000_000] }),
  welcome('rate 99 Hz', 'no-connect', { sampleRatesHz: [99, 10_000] }),
  welcome('a rate twice', 'no-connect', { sampleRatesHz: [10_000, 10_000] }),
  welcome('100 rates', 'no-connect', { sampleRatesHz: Array.from({ length: 100 }, (_, i) => 1000 + i), currentRangesPa: [2000] }),
  welcome('without the rate wanted', 'no-record', { sampleRatesHz: [9000, 20_000, 50_000] }),
  welcome('no ranges', 'no-connect', { currentRangesPa: [] }),
  welcome('range NaN', 'no-connect', { currentRangesPa: [Number.NaN, 20_000, 200_000] }),
  welcome('range Infinity', 'no-connect', { currentRangesPa: [2000, 20_000, Number.POSITIVE_INFINITY] }),
  welcome('range negative', 'no-connect', { currentRangesPa: [-2000, 20_000, 200_000] }),
  welcome('range 1e300 pA', 'no-connect', { currentRangesPa: [2000, 20_000, 1e300] }),
  welcome('ranges in reverse', 'no-connect', { currentRangesPa: [200_000, 20_000, 2000] }),
  welcome('clock 0 Hz', 'no-connect', { clockHz: 0 }),
  welcome('frames of 0 bytes', 'no-connect', { maxFrameBytes: 0 }),
  welcome('grid 0', 'no-connect', { grid: { levelStepUv: 0, timeStepUs: 0 } }),
  welcome('grid of 4 V', 'no-connect', { grid: { levelStepUv: 4_000_000, timeStepUs: 20 } }),
  welcome('grid of an hour', 'no-connect', { grid: { levelStepUv: 50, timeStepUs: 3_600_000_000 } }),
  welcome('names that act on a terminal', 'complete', { deviceName: ESCAPES, serial: ESCAPES, firmware: ESCAPES }),
  welcome('names of 255 characters', 'complete', { deviceName: 'n'.repeat(255), serial: 's'.repeat(255), firmware: 'f'.repeat(255) }),
  welcome('all capabilities but telegraphs', 'complete', { capabilities: 0x7fff_ffff & ~CAPABILITY.telegraphs }),
  // The zap is read as the name of an amplifier.
  welcome('telegraphs without their fields', 'no-connect', { capabilities: 0x7fff_ffff }),
  welcome('a zap of 0 V', 'no-connect', { zap: { levelUv: 0, durationUs: 10_000 } }),
  welcome('a zap of -1 V at most', 'no-connect', { zap: { levelUv: -1_000_000, durationUs: 10_000 } }),
  welcome('a zap of 2 kV', 'no-connect', { zap: { levelUv: 2_000_000_000, durationUs: 10_000 } }),
  welcome('a zap of no time', 'no-connect', { zap: { levelUv: 1_000_000, durationUs: 0 } }),
  welcome('a zap of an hour', 'no-connect', { zap: { levelUv: 1_000_000, durationUs: 3_600_000_000 } }),
  {
    name: 'welcome: the zap it announces is cut off',
    expect: 'no-connect',
    make: spoil('welcome', (message) => {
      const { type, payload } = encodeDeviceMessage(message);
      return { type, payload: payload.slice(0, -5) };
    }),
  },
  welcome('before v1.1', 'complete', { capabilities: CAPABILITY.simulated, grid: null }),
  {
    name: 'welcome: the grid it announces is cut off',
    expect: 'no-connect',
    make: spoil('welcome', (message) => {
      const { zap: _zap, ...older } = message;
      const { type, payload } = encodeDeviceMessage(older);
      return { type, payload: payload.slice(0, -5) };
    }),
  },
  {
    name: 'welcome: cut off in the rates',
    expect: 'no-connect',
    make: spoil('welcome', (message) => {
      const { type, payload } = encodeDeviceMessage(message);
      return { type, payload: payload.slice(0, 25) };
    }),
  },
  calibration('scale NaN', 0, { scale: Number.NaN }),
  calibration('scale Infinity', 1, { scale: Number.POSITIVE_INFINITY }),
  calibration('scale 0', 0, { scale: 0 }),
  calibration('scale 1e300', 1, { scale: 1e300 }),
  calibration('scale 1e-300', 1, { scale: 1e-300 }),
  calibration('current a hundred times too large', 1, { scale: 61 }),
  calibration('voltage of 1 kV', 0, { scale: 30 }),
  calibration('offset NaN', 1, { offset: Number.NaN }),
  calibration('offset 1e12', 0, { offset: 1e12 }),
  calibration('unit V', 0, { unit: 'V' }),
  calibration('unit that acts on a terminal', 1, { unit: ESCAPES }),
  calibration('filter NaN', 1, { filterHz: Number.NaN }),
  calibration('filter negative', 1, { filterHz: -1 }),
  calibration('of another range', 1, { range: 7 }),
  calibration('of another channel', 0, { channel: 5 }),
  calibration('signs of the voltage reversed', 0, { scale: -0.01 }, 'no-record'),
  calibration('voltage shifted by 100 mV', 0, { offset: 100 }, 'no-record'),
  {
    name: 'calibration: checksum wrong',
    expect: 'no-connect',
    make: spoil('calibration', (message) => {
      const { type, payload } = encodeDeviceMessage(message);
      payload[3]! ^= 1;
      return { type, payload };
    }),
  },
];
