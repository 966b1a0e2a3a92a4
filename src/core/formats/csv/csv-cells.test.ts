import { describe, expect, it } from 'vitest';
import { csvPreview } from './csv-preview.ts';
import { readCsv } from './csv-reader.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const table = (head: string, row: (i: number) => string, n = 60): Uint8Array =>
  bytes(`${head}\n${Array.from({ length: n }, (_, i) => row(i)).join('\n')}\n`);
const only = (file: ReturnType<typeof readCsv>) => file.recordings[0]!;

describe('cells with their unit behind the number', () => {
  it.each([
    ['after a blank', ',', (i: number) => `${i / 10},${-80 + i} mV,${i * 2} pA`],
    ['without one', ',', (i: number) => `${i / 10},${-80 + i}mV,${i * 2}pA`],
    ['behind decimal commas', ';', (i: number) => `${String(i / 10).replace('.', ',')};${-80 + i},0 mV;${i * 2},0 pA`],
    ['in every column', '\t', (i: number) => `${i / 10} ms\t${-80 + i} mV\t${i * 2} pA`],
  ])('give the column its unit: %s', (_, delimiter, row) => {
    const recording = only(readCsv(table(['time', 'V', 'I'].join(delimiter), row)));
    expect(recording.channels).toEqual([
      { name: 'V', unit: 'mV' },
      { name: 'I', unit: 'pA' },
    ]);
    expect(recording.sampleRateHz).toBe(10_000);
    expect([...recording.sweeps[0]!.data[0]!.subarray(0, 3)]).toEqual([-80, -79, -78]);
  });

  it('a capacitance of a column of such cells is the cell’s', () => {
    const file = readCsv(table('time (ms),V (mV),I (pA),Cm', (i) => `${i / 10},${i < 30 ? -80 : -40},${i},53.3 pF`));
    expect(only(file).channels[2]).toEqual({ name: 'Cm', unit: 'pF' });
    expect([...only(file).sweeps[0]!.data[2]!].every((value) => value === Math.fround(53.3))).toBe(true);
  });

  it.each([
    [
      'another unit further down',
      (i: number) => `${i / 10},${i === 41 ? '-0.04 V' : `${-80 + i} mV`},${i}`,
      'time (ms),V,I (pA)',
      /^Line 43, column "V": expected a value in mV as in the lines before, got "-0.04 V"/,
    ],
    [
      'another unit than the title',
      (i: number) => `${i / 10},-0.08 V,${i}`,
      'time (ms),V (mV),I (pA)',
      /^Line 2, column "V": expected a value in mV as its title says, got "-0.08 V"/,
    ],
  ])('refuse %s', (_, row, head, message) => {
    expect(() => readCsv(table(head, row))).toThrow(message);
  });

  it('of text say what the text is', () => {
    expect(() => readCsv(table('time (ms),V (mV),I (pA)', (i) => `${i / 10},${i === 41 ? 'about 50 pF' : -80},${i}`))).toThrow(
      /^Line 43, column "V": expected a number, got "about 50 pF"/,
    );
  });
});

describe('a time of day', () => {
  const clock = (s: number, digits: number, point = '.'): string =>
    `${Math.floor(s / 3600) % 24}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${(s % 60)
      .toFixed(digits)
      .padStart(digits === 0 ? 2 : digits + 3, '0')
      .replace('.', point)}`;

  it.each([
    ['10:00:59.5', 36_059.5, 4, 10_000],
    ['a second a row', 0, 0, 1],
    ['over midnight', 86_399.99, 3, 1000],
  ])('is the clock: %s', (_, start, digits, rate) => {
    const step = 1 / rate;
    const file = readCsv(table('Time,V (mV),I (pA)', (i) => `${clock(start + i * step, digits)},${-80 + i},${i}`));
    expect(only(file).sampleRateHz).toBe(rate);
    expect(only(file).channels.map(({ name }) => name)).toEqual(['V', 'I']);
    expect(only(file).sweeps).toHaveLength(1);
  });

  it('also with decimal commas, under a title that says its form, and below no title', () => {
    for (const head of ['Zeit (hh:mm:ss);U (mV);I (pA)', 'time [h:mm:ss.sss];U (mV);I (pA)']) {
      const file = readCsv(table(head, (i) => `${clock(5 + i / 1000, 3, ',')};-80,5;${i}`));
      expect(only(file).sampleRateHz).toBe(1000);
    }
    expect(csvPreview(table('a,b', (i) => `${clock(i / 1000, 3)},-80`)).meanings[0]).toEqual({ role: 'time', unit: 's', certain: true });
  });

  it('is cut to the digits that it has: rows of one time are counted', () => {
    const file = readCsv(table('Time,V (mV),I (pA)', (i) => `${clock(Math.floor(i / 10) / 100, 2)},${-80},${i}`, 2000));
    expect(only(file).sampleRateHz).toBeCloseTo(1000, -1);
  });
});

describe('comments of a table of another program', () => {
  const of = (...comments: string[]) =>
    readCsv(table(`${comments.join('\n')}\ntime (ms),V (mV),I (pA)`, (i) => `${i / 10},${i < 30 ? -80 : -60},${i}`));

  it.each([
    ['# Cm: 53.3 pF', { membraneCapacitancePf: 53.3 }],
    ['% C_m = 0.0533 nF', { membraneCapacitancePf: 53.3 }],
    ['// Capacitance (pF): 53,3', { membraneCapacitancePf: 53.3 }],
    ['# cell capacitance 53.3pF', { membraneCapacitancePf: 53.3 }],
    ['# Rs: 8.2 MOhm', { seriesResistanceMohm: 8.2 }],
    ['# Ra = 8.2 MΩ', { seriesResistanceMohm: 8.2 }],
    ['# series resistance [MOhm] = 8.2', { seriesResistanceMohm: 8.2 }],
    ['# Temperature: 36.5 °C', { temperatureC: 36.5 }],
    ['# bath temperature (deg C): 36.5', { temperatureC: 36.5 }],
    ['# Rs compensation: 70 %', { compensationPercent: 70 }],
    ['# prediction: 60%', { predictionPercent: 60 }],
    ['# Low-pass filter: 10 kHz', { filterHz: 10_000 }],
    ['# Cm: 53.3 pF, Rs: 8.2 MOhm; T = 37 C', { membraneCapacitancePf: 53.3, seriesResistanceMohm: 8.2, temperatureC: 37 }],
  ])('are read: %s', (comment, conditions) => {
    const file = of(comment);
    expect(only(file).conditions).toEqual(conditions);
    expect(file.notes.join(' ')).toMatch(/the comments? above the table says?/i);
  });

  it.each(['# Cm: 53.3', '# Cm compensation on', '# Rs: see notebook', '# dish 7, 36 cells', '# Tmax: 40 C', '# Cm of the dish: 53.3 pF'])(
    'are not guessed from: %s',
    (comment) => {
      expect(only(of(comment)).conditions).toEqual({});
    },
  );

  it('are not believed where they cannot be, and that is said', () => {
    const file = of('# Cm: 53.3 nF', '# temperature: 310 C');
    expect(only(file).conditions).toEqual({});
    expect(file.notes.join(' ')).toMatch(/membrane capacitance: expected a number from 0.5 to 2000 \(pF\), got 53300/);
    expect(file.notes.join(' ')).toMatch(/temperature: expected a number from 0 to 50/);
  });

  it('say one thing twice: the first counts, and a difference is told', () => {
    const file = of('# Cm: 53.3 pF', '# Cm: 60 pF');
    expect(only(file).conditions).toEqual({ membraneCapacitancePf: 53.3 });
    expect(file.notes.join(' ')).toMatch(/53.3 pF.*60 pF/);
  });
});
