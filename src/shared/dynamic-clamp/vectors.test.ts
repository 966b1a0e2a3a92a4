import { describe, expect, it } from 'vitest';
import {
  CONDUCTANCES,
  decodeFlex,
  dyclampCommand,
  dyclampLine,
  echoes,
  encodeFlex,
  encodeOpenClamp,
  faultOf,
  FLEX_CALIBRATION,
  flexCalibration,
  flexSettings,
  flexStatus,
  openClampEcho,
  readDyclampDump,
  readDyclampLines,
  readDyclampReport,
} from './index.ts';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The formats of ../shared/rig/PROTOCOLS.md, P2a to P2c. */
describe('lines of dyClamp', () => {
  it('are a return, an index, a tab, a value and a line feed', () => {
    expect(dyclampCommand(3, 2.5)).toBe('\r3\t2.50\n');
    expect(dyclampCommand(-7, -12)).toBe('\r-7\t-12.00\n');
    expect(dyclampCommand(0, 1)).toBe('\r0\t1\n');
    expect(dyclampLine(-61.234, 12, 9)).toBe('\r-61.23\t12.00\t9.00\n');
  });

  it('are found between others', () => {
    const lines = readDyclampLines('9\n\r-61.23\t12.00\t9.50\n\r3.00\t2.50\nxx\n\r1.0x\t2\n\r1.00\t4.');
    expect(lines).toEqual([
      [-61.23, 12, 9.5],
      [3, 2.5],
    ]);
    expect(lines.map(readDyclampReport)).toEqual([{ membraneMv: -61.23, currentPa: 12, cycleUs: 9.5 }, null]);
  });

  it('of a dump run from the last calibration to the last conductance, whole and in order', () => {
    const lines = [-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => [index, index / 2]);
    expect(readDyclampDump(lines)).toEqual({
      calibration: [-0.5, -1, -1.5, -2, -2.5, -3, -3.5],
      conductances: [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4],
    });
    expect(readDyclampDump(lines.slice(1))).toBeNull();
    expect(readDyclampDump([...lines.slice(0, 7), ...lines.slice(7).reverse()])).toBeNull();
  });
});

describe('the open dynamic clamp', () => {
  it('takes eight floats as 32 bytes and repeats them as text', () => {
    const sent = [1, 0, 2.5, 0, 0, 0, 0, 0.1];
    expect(hex(encodeOpenClamp(sent))).toBe(
      '00 00 80 3f 00 00 00 00 00 00 20 40 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 cd cc cc 3d',
    );
    expect(echoes(openClampEcho(sent.map(Math.fround)), sent)).toBe(true);
    expect(echoes(openClampEcho([0, ...sent.slice(0, 7)]), sent)).toBe(false);
    expect(echoes('\r\n'.repeat(8), new Array<number>(8).fill(0))).toBe(false);
    expect(() => encodeOpenClamp([1])).toThrow(/Expected 8/);
  });
});

describe('the flex dynamic clamp', () => {
  it('takes 16 floats; what is not a number first says what they are', () => {
    const settings = flexSettings({
      running: true,
      leakOn: true,
      tableOn: false,
      currentPa: -50,
      leakNs: 2,
      leakMv: -80,
      junctionMv: -12,
      tableTimes: 1,
    });
    expect(decodeFlex(encodeFlex(settings)).slice(0, 11)).toEqual([Number.NaN, 1, 1, 0, 0, -50, 2, -80, -12, 1, Number.NaN]);
    expect(flexCalibration(FLEX_CALIBRATION).slice(0, 4)).toEqual([Number.NaN, Number.NaN, 0, 7.8236]);
    expect(encodeFlex([]).length).toBe(64);
    expect(() => flexStatus(new Array<number>(16).fill(Number.NaN))).toThrow(/no status/);
  });
});

it('values out of bounds and names that are none are refused in a sentence', () => {
  expect(faultOf({ na: 2 }, CONDUCTANCES)).toBeNull();
  expect(faultOf({ na: -1 }, CONDUCTANCES)).toBe('Expected Na conductance 0 to 1000 nS, got -1. Correct the value.');
  expect(faultOf({ na: Number.NaN }, CONDUCTANCES)).toMatch(/got NaN/);
  expect(faultOf({ ik1: 1 }, CONDUCTANCES)).toMatch(/^Expected shunt, h, na, .*; got "ik1"/);
});
