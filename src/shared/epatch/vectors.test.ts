import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compensationSetting,
  crc16,
  dataWords,
  encodeFrame,
  EPATCH_MODELS,
  FrameReader,
  FROM_DEVICE,
  headMessage,
  itemMessage,
  MESSAGE,
  MOST_WORDS,
  readBack,
  readData,
  readHead,
  readItem,
  readSwitches,
  switchWords,
} from './index.ts';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
const frame = (heartbeat: number, type: number, words: readonly number[] = []): string => hex(encodeFrame({ heartbeat, type, words }));
const of = (heartbeat: number, { type, words }: { type: number; words: number[] }): string => frame(heartbeat, type, words);

/** Reference bytes of the frames, computed with another program (../shared/rig/PROTOCOLS.md, P1.9). */
describe('frames of the ePatch', () => {
  const digits = new TextEncoder().encode('123456789');
  it.each([
    ['CRC with seed FFFF', crc16(digits, 0xffff).toString(16), '29b1'],
    ['CRC with seed 5AA5', crc16(digits, 0x5aa5).toString(16), '1c2b'],
    ['PING', frame(0, MESSAGE.ping), 'a5 5a 00 00 03 00 00 00 79 64 79 64'],
    ['FPGA_RESET', frame(1, MESSAGE.fpgaReset), 'a5 5a 01 00 03 08 00 00 78 88 78 88'],
    ['ACK of the device', frame(0, MESSAGE.ack | FROM_DEVICE, [2]), 'a5 5a 00 00 01 80 01 00 7a 81 02 00 16 91'],
    ['RATE', frame(2, MESSAGE.samplingRate, [4]), 'a5 5a 02 00 01 04 01 00 a0 ed 04 00 c0 1f'],
    [
      'V_STRUCT',
      of(3, headMessage({ protocolId: 1, items: 2, sweeps: 1, rest: -80 }, false)),
      'a5 5a 03 00 01 0c 05 00 65 cd 01 00 02 00 01 00 b0 ff ff ff 02 17',
    ],
    [
      'V_STEP',
      of(4, itemMessage({ kind: 'step', start: -80, end: -80, ticks: 1000, item: 0, next: 1, reps: 1 }, false)),
      'a5 5a 04 00 02 0c 10 00 7e 62 b0 ff ff ff 00 00 00 00 e8 03 00 00 00 00 00 00 0d f0 ad ba 0d f0 ad ba 00 00 01 00 01 00 00 00 2d f6',
    ],
    [
      'V_RAMP',
      of(5, itemMessage({ kind: 'ramp', start: 54, end: -107, ticks: 2720, item: 1, next: 2, reps: 1 }, false)),
      'a5 5a 05 00 03 0c 10 00 6a 51 36 00 00 00 00 00 00 00 95 ff ff ff 00 00 00 00 a0 0a 00 00 00 00 00 00 01 00 02 00 01 00 00 00 f5 f9',
    ],
    [
      'DATA',
      frame(9, MESSAGE.data | FROM_DEVICE, dataWords(0, [-80, -80], [0, 100 / (2000 / 32_768)])),
      'a5 5a 09 00 02 94 07 00 41 67 00 00 00 00 b0 7f 00 80 b0 7f 66 86 06 00 d8 d6',
    ],
  ])('%s', (_, made, bytes) => expect(made).toBe(bytes));

  it('a full frame of samples has 256 bytes', () => {
    const pairs = Array.from({ length: 59 }, () => 0);
    const words = dataWords(0, pairs, pairs);
    expect(encodeFrame({ heartbeat: 0, type: MESSAGE.data | FROM_DEVICE, words: [...words, 0] })).toHaveLength(256);
    expect(readData(words)?.voltage).toHaveLength(59);
  });

  it('samples whose count contradicts the payload are refused', () => {
    const words = dataWords(5, [1], [2]);
    for (const count of [0, 2, 3, 5, 6, 65_535]) expect(readData(words.with(-1, count))).toBeNull();
    expect(readData([])).toBeNull();
  });
});

const anyFrame = fc.record({
  heartbeat: fc.integer({ min: 0, max: 0xffff }),
  type: fc.constantFrom(...Object.values(MESSAGE)),
  words: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: MOST_WORDS.toDevice }),
});

test('frames are read whole from any cut of the stream, with noise that holds no frame between them', () => {
  fc.assert(
    fc.property(
      fc.array(anyFrame, { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 200 }),
      (frames, cut, noise) => {
        const bytes = frames.flatMap((one) => [...Array.from({ length: noise }, () => 0x5a), ...encodeFrame(one)]);
        const reader = new FrameReader(MOST_WORDS.toDevice);
        const read = [];
        for (let at = 0; at < bytes.length; at += cut) read.push(...reader.feed(Uint8Array.from(bytes.slice(at, at + cut))));
        expect(read).toEqual(frames);
        expect(reader.strayBytes).toBe(noise * frames.length);
      },
    ),
  );
});

test('one damaged byte costs no more than its own frame, and never makes a false one', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { minLength: 3, maxLength: 6 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (frames, where, flip) => {
      const bytes = Uint8Array.from(frames.flatMap((one) => [...encodeFrame(one)]));
      bytes[where % bytes.length]! ^= flip;
      const reader = new FrameReader(MOST_WORDS.toDevice);
      // The heartbeat is outside of both checksums: a false one is a whole frame with another number.
      const plain = (list: readonly { type: number; words: readonly number[] }[]) =>
        list.map(({ type, words }) => JSON.stringify([type, words]));
      const read = plain(reader.feed(bytes));
      const sent = plain(frames);
      expect(read.length).toBeGreaterThanOrEqual(sent.length - 1 - (reader.badFrames === 0 ? 1 : 0));
      for (const one of read) expect(sent).toContain(one);
    }),
  );
});

test('protocols and items are read as they were written', () => {
  const level = fc.integer({ min: -200_000, max: 200_000 });
  const small = fc.integer({ min: 0, max: 14 });
  fc.assert(
    fc.property(
      level,
      level,
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      small,
      fc.boolean(),
      fc.boolean(),
      (start, to, ticks, item, ramp, current) => {
        const written = { kind: ramp ? 'ramp' : 'step', start, end: ramp ? to : start, ticks, item, next: 14 - item, reps: item } as const;
        const { type, words } = itemMessage(written, current);
        expect(readItem(type, words)).toEqual(written);
        expect(readItem(type, words.slice(1))).toBeNull();
        const head = { protocolId: item, items: item, sweeps: 1, rest: start };
        expect(readHead(headMessage(head, current).words)).toEqual(head);
      },
    ),
  );
});

describe.each(EPATCH_MODELS)('the map of the $id', (model) => {
  const off = { fastCapacitance: false, slowCapacitance: false, correction: false, prediction: false };

  it('gives each range and mode back', () => {
    for (const mode of ['VC', 'CC'] as const) {
      model.currentRanges.forEach((_, range) => {
        const words = switchWords(model, { mode, range, rate: 4, compensated: off, resetChip: false });
        expect(words).toHaveLength(model.switchWords);
        expect(readSwitches(model, words)).toEqual({ mode, range });
      });
    }
  });

  it('compensates what is asked within a step, never more than 1 % above', () => {
    const asked = fc.record({
      fastCapacitancePf: fc.double({ min: 0, max: 10, noNaN: true }),
      membraneCapacitancePf: fc.double({ min: 10, max: 120, noNaN: true }),
      seriesResistanceMohm: fc.double({ min: 3, max: 20, noNaN: true }),
      correctionPercent: fc.double({ min: 0, max: 90, noNaN: true }),
      predictionPercent: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(asked, (wish) => {
        const setting = compensationSetting(model, wish);
        const { realised } = setting;
        expect(realised).toEqual(readBack(model, setting.registers).realised);
        expect(Math.abs(realised.membraneCapacitancePf - wish.membraneCapacitancePf)).toBeLessThanOrEqual(0.63);
        const tauUs = wish.membraneCapacitancePf * wish.seriesResistanceMohm;
        // Beyond its largest time constant the device sets less.
        if (tauUs > 300 && tauUs < 1590) expect(Math.abs(realised.seriesResistanceMohm / wish.seriesResistanceMohm - 1)).toBeLessThan(0.1);
        expect(realised.correctionPercent).toBeLessThanOrEqual(1.0101 * wish.correctionPercent);
        expect(realised.predictionPercent).toBeLessThanOrEqual(1.0101 * wish.predictionPercent);
        for (const [, value] of setting.registers) expect(value >= 0 && value <= 0x1ff).toBe(true);
      }),
    );
  });

  it('is off where nothing is asked', () => {
    const nothing = {
      fastCapacitancePf: 0,
      membraneCapacitancePf: 0,
      seriesResistanceMohm: 0,
      correctionPercent: 0,
      predictionPercent: 0,
    };
    expect(compensationSetting(model, nothing)).toMatchObject({ compensated: off, realised: nothing });
  });
});
