import { describe, expect, it } from 'vitest';
import { plausibilityNotes } from '../plausibility.ts';
import { csvPreview } from './csv-preview.ts';
import { csvReader, readCsv } from './csv-reader.ts';
import { parseCsvTemplate } from './csv-template.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ROWS = Array.from({ length: 60 }, (_, i) => ({ s: i / 20_000, mv: -70 + 40 * Math.sin(i / 7), pa: 12.5 * i - 300 }));
type Row = (typeof ROWS)[number];
const lines = (row: (r: Row, i: number) => string, end = '\n'): string => ROWS.map(row).join(end) + end;
const comma = (value: number): string => String(value).replace('.', ',');

function utf16(text: string, mark: boolean, big = false): Uint8Array {
  const units = Array.from(`${mark ? '\uFEFF' : ''}${text}`, (letter) => letter.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
}

const plain = `time (ms),Vm (mV),Im (pA)\n${lines(({ mv, pa }, i) => `${i / 20},${mv},${pa}`)}`;
const german = `Zeit (s);Spannung (mV);Strom (nA)\n${lines(({ s, mv, pa }) => `${comma(s)};${comma(mv)};${comma(pa / 1000)}`)}`;

describe('tables of text as people have them', () => {
  it.each<[string, string | Uint8Array, (string | number)[][]]>([
    [
      'commas and points',
      plain,
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    [
      'R: quoted titles, row names without a title',
      `"time_s","V","I"\n${lines(({ s, mv, pa }, i) => `"${i + 1}",${s},${mv},${pa}`)}`,
      [
        ['V', 'mV', 1],
        ['I', '', 1],
      ],
    ],
    [
      'R: quoted titles with one for the row names',
      `"","t (s)","Vm (mV)","Im (pA)"\n${lines(({ s, mv, pa }, i) => `"${i + 1}",${s},${mv},${pa}`)}`,
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    [
      'semicolons and decimal commas',
      german,
      [
        ['Spannung', 'mV', 1],
        ['Strom', 'nA', 1e-3],
      ],
    ],
    [
      'tabs and decimal commas',
      `t/s\tU [mV]\tI [pA]\n${lines(({ s, mv, pa }) => [s, mv, pa].map(comma).join('\t'))}`,
      [
        ['U', 'mV', 1],
        ['I', 'pA', 1],
      ],
    ],
    ['blanks', lines(({ s, mv }) => `  ${s * 1000}   ${mv}`), [['Column 2', 'mV', 1]]],
    [
      'CR line ends',
      plain.replaceAll('\n', '\r'),
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    [
      'CR LF line ends and a byte order mark',
      `\uFEFF${plain.replaceAll('\n', '\r\n')}`,
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    [
      'UTF-16 with a mark',
      utf16(german, true),
      [
        ['Spannung', 'mV', 1],
        ['Strom', 'nA', 1e-3],
      ],
    ],
    [
      'UTF-16 big endian with a mark',
      utf16(german, true, true),
      [
        ['Spannung', 'mV', 1],
        ['Strom', 'nA', 1e-3],
      ],
    ],
    [
      'UTF-16 without a mark',
      utf16(german, false),
      [
        ['Spannung', 'mV', 1],
        ['Strom', 'nA', 1e-3],
      ],
    ],
    [
      'Windows-1252 with a micro sign',
      Uint8Array.from(
        Array.from(`t (\xb5s),Vm (mV)\n${lines(({ s, mv }) => `${Math.round(s * 1e6)},${mv}`)}`, (letter) => letter.charCodeAt(0)),
      ),
      [['Vm', 'mV', 1]],
    ],
    [
      'comments and a unit line',
      `# rig 2\n# cell 7; good\ntime,voltage,current\ns,mV,pA\n${lines(({ s, mv, pa }) => `${s},${mv},${pa}`)}# end\n`,
      [
        ['voltage', 'mV', 1],
        ['current', 'pA', 1],
      ],
    ],
    [
      'units in brackets on a line of their own',
      `t;v;i\n(s);[mV];(pA)\n${lines(({ s, mv, pa }) => `${s};${mv};${pa}`)}`,
      [
        ['v', 'mV', 1],
        ['i', 'pA', 1],
      ],
    ],
    ['titles in a comment', `% t (ms)\tVm (mV)\n${lines(({ s, mv }) => `${s * 1000}\t${mv}`)}`, [['Vm', 'mV', 1]]],
    ['no header', lines(({ s, mv }) => `${(s * 1000).toExponential(17)},${mv.toExponential(17)}`), [['Column 2', 'mV', 1]]],
    [
      'trailing commas',
      `time (s),Vm (mV),Im (pA),\n${lines(({ s, mv, pa }) => `${s},${mv},${pa},`)}`,
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    [
      'volts and amperes',
      `time (s),Vm (V),Im (A)\n${lines(({ s, mv, pa }) => `${s},${mv / 1000},${pa * 1e-12}`)}`,
      [
        ['Vm', 'V', 1e-3],
        ['Im', 'A', 1e-12],
      ],
    ],
    [
      'farads are no signal of a cell but are kept',
      `time (s),Vm (mV),Cm (F)\n${lines(({ s, mv }) => `${s},${mv},6e-11`)}`,
      [
        ['Vm', 'mV', 1],
        ['Cm', 'F', 0],
      ],
    ],
    ['quoted numbers, blanks around cells', `"time (s)" , "Vm (mV)"\n${lines(({ s, mv }) => `"${s}" , "${mv}"`)}`, [['Vm', 'mV', 1]]],
    [
      'quoted numbers with decimal commas between commas',
      `"Zeit (s)","Vm (mV)","Im (pA)"\n${lines(({ s, mv, pa }) => [s, mv, pa].map((x) => `"${comma(x)}"`).join(','))}`,
      [
        ['Vm', 'mV', 1],
        ['Im', 'pA', 1],
      ],
    ],
    ['thousands with points', `Zeit (ms);Strom (pA)\n${lines(({ s }) => `${comma(s * 1000)};1.234.567,5`)}`, [['Strom', 'pA', 0]]],
  ])('%s', (_, content, expected) => {
    const file = typeof content === 'string' ? bytes(content) : content;
    expect(csvReader.recognises(file)).toBe(true);
    const { recordings, notes } = readCsv(file);
    const [recording] = recordings;
    expect(notes.every((note) => note.length < 400)).toBe(true);
    expect(recording?.sampleRateHz).toBe(20_000);
    expect(recording?.sweeps).toHaveLength(1);
    expect(recording?.channels.map(({ name, unit }) => [name, unit])).toEqual(expected.map(([name, unit]) => [name, unit]));
    expected.forEach(([name, , scale], c) => {
      if (scale === 0) return;
      const values = recording!.sweeps[0]!.data[c]!;
      expect(values).toHaveLength(60);
      const own = /^(I|Im|Strom|current|i)$/.test(String(name)) ? 'pa' : 'mv';
      ROWS.forEach((row, i) => expect(Math.abs(values[i]! - row[own] * Number(scale))).toBeLessThanOrEqual(1e-4 * Math.abs(Number(scale))));
    });
  });

  it.each([
    [
      'one missing sample',
      plain.replace(/^2,[^\n]*\n/m, ''),
      /^Line 42: 1 sample is missing before it \(time 1\.95 is followed by 2\.05, steps are 0\.05\)/,
    ],
    ['four missing samples', plain.replace(/^2(\.[01]5?)?,[^\n]*\n/gm, ''), /^Line 42: 4 samples are missing before it/],
    ['a time that stands still', plain.replace(/^2\.05,/m, '2,'), /^Line 43: time goes from 2 to 2 where steps are 0\.05/],
    ['a time that jumps back', plain.replace(/^2\.05,/m, '1.2,'), /^Line 43: time goes from 2 to 1\.2/],
    ['text in a column of numbers', plain.replace(/^2\.05,[^,]*/m, '2.05,oops'), /^Line 43, column "Vm": expected a number, got "oops"/],
    ['a short line in the middle', plain.replace(/^2\.05,[^\n]*/m, '2.05,1'), /^Line 43: expected 3 cells as in the lines before, got 2/],
    ['a long line', plain.replace(/^2\.05,[^\n]*/m, '2.05,1,2,3'), /^Line 43: expected 3 cells as in the lines before, got 4/],
    ['text of megabytes', plain.replace(/^2\.05,[^,]*/m, `2.05,${'x'.repeat(3e6)}`), /^Line 43, column "Vm": expected a number, got "x+…"/],
  ])('refuses %s at its own line', (_, content, message) => {
    expect(() => readCsv(bytes(content))).toThrow(message);
    try {
      readCsv(bytes(content));
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(400);
    }
  });

  it('does not take quoted thousands for decimal commas', () => {
    const content = `t (ms),V (mV),I (pA)\n${lines(({ s, mv }, i) => `${s * 1000},${mv},"${i < 3 ? 12 : '-1,234'}"`)}`;
    const read = (): unknown => readCsv(bytes(content));
    expect(read).toThrow(/Line 5, column "I": expected a number, got "-1,234"|holds no table of numbers/);
  });

  it('a file that was cut off loses its last line, with a note', () => {
    const { recordings, notes } = readCsv(bytes(plain.slice(0, -12)));
    expect(recordings[0]?.sweeps[0]?.data[0]).toHaveLength(59);
    expect(notes.join(' ')).toMatch(/Line 61, the last one, has 2 of 3 cells and was left out/);
  });

  it('notes where values are missing, which titles are duplicated and which columns are empty', () => {
    const { notes } = readCsv(bytes(`t (s),Vm (mV),x,Vm (mV),\n${lines(({ s, mv }, i) => `${s},${i === 4 ? 'NA' : mv},,${mv},`)}`));
    expect(notes.join(' ')).toMatch(/Column "Vm" has no value on line 6\./);
    expect(notes.join(' ')).toMatch(/Two columns are called "Vm"/);
    expect(notes.join(' ')).toMatch(/Column "x" has no values and was left out/);
  });

  it('time that restarts begins a sweep; numbered columns are sweeps', () => {
    const below = readCsv(bytes(`t (s),Im (pA)\n${lines(({ s, pa }) => `${s},${pa}`)}${lines(({ s, pa }) => `${s},${pa + 1}`)}`))
      .recordings[0];
    expect(below?.sweeps.map(({ startS, data }) => [startS, data[0]?.length, data[0]?.[0]])).toEqual([
      [0, 60, -300],
      [0.003, 60, -299],
    ]);
    const beside = readCsv(bytes(`t (s),Sweep 1 (pA),Sweep 2 (pA)\n${lines(({ s, pa }) => `${s},${pa},${pa + 1}`)}`)).recordings[0];
    expect([beside?.channels, beside?.sweeps.map(({ data }) => data[0]?.[0])]).toEqual([[{ name: 'Sweep', unit: 'pA' }], [-300, -299]]);
  });

  it('asks for the rate where no column holds the time', () => {
    const file = bytes(`Vm (mV)\n${lines(({ mv }) => String(mv))}`);
    expect(readCsv(file).recordings[0]?.sampleRateHz).toBeNull();
    expect(csvPreview(file).questions[0]).toMatch(/At which rate/);
    const template = parseCsvTemplate(
      JSON.stringify({ name: 'ours', titles: ['Vm'], columns: [{ role: 'voltage', unit: 'mV' }], sampleRateHz: 5000 }),
    );
    expect(readCsv(file, template).recordings[0]?.sampleRateHz).toBe(5000);
  });

  it('names an implausible scale: mV in a column called V', () => {
    const file = readCsv(bytes(`time (s),Voltage (V)\n${lines(({ s, mv }) => `${s},${mv}`)}`));
    expect(plausibilityNotes(file).join(' ')).toMatch(
      /Channel "Voltage" reaches 110,000 mV in its unit "V"; a membrane potential or command stays within 1000 mV/,
    );
    const current = readCsv(bytes(`time (s),Current (A)\n${lines(({ s, pa }) => `${s},${pa}`)}`));
    expect(plausibilityNotes(current).join(' ')).toMatch(/Channel "Current" reaches 437,500,000,000,000 pA in its unit "A"/);
  });

  it.each([
    ['prose', 'Dear colleague,\nhere is the cell of Monday.\n'],
    ['JSON', JSON.stringify({ a: [1, 2, 3], b: { c: 4 } }, null, 1)],
    ['a sheet with few numbers', 'Pre-drug,Trial,T_Range,,,Trials,Cm\nspont,2,"[12, 22]",,,1.0,70\nx,y,,,,,\nproto,,,,,,\nrest,,,,,,\n'],
    ['an Igor text', 'IGOR\nWAVES w\nBEGIN\n1\n2\n3\nEND\n'],
    ['binary', '\u0000\u0001\u0002 1,2\n3,4\n'],
  ])('does not take %s for a table', (_, content) => {
    expect(csvReader.recognises(bytes(content))).toBe(false);
  });
});

describe('column mapper', () => {
  it('previews rows, meanings and questions', () => {
    const preview = csvPreview(utf16(german, true));
    expect(preview.encoding).toBe('utf-16le');
    expect(preview.layout).toMatchObject({
      delimiter: ';',
      decimal: ',',
      titleLine: 1,
      firstRowLine: 2,
      titles: ['Zeit', 'Spannung', 'Strom'],
      units: ['s', 'mV', 'nA'],
    });
    expect(preview.rows[0]).toEqual(['0', '-70', '-0,3']);
    expect(preview.meanings.map(({ role, certain }) => [role, certain])).toEqual([
      ['time', true],
      ['voltage', true],
      ['current', true],
    ]);
    expect(preview.questions.join(' ')).toMatch(/capacitance in pF.*temperature.*series resistance/);
  });

  it('keeps a template and refuses it on another table', () => {
    const template = {
      name: 'rig 2',
      titles: ['a', 'b'],
      columns: [
        { role: 'time', unit: 'ms' },
        { role: 'voltage', unit: 'mV' },
      ],
    };
    const parsed = parseCsvTemplate(JSON.stringify(template));
    const file = bytes(`a,b\n${lines(({ s, mv }) => `${s * 1000},${mv}`)}`);
    expect(readCsv(file, parsed).notes.join(' ')).not.toMatch(/confirm/);
    expect(() => readCsv(bytes(plain), parsed)).toThrow(/template "rig 2" is for the columns a, b; this table has time, Vm, Im/);
    expect(() => parseCsvTemplate('{')).toThrow(/is not JSON that can be read/);
    expect(() => parseCsvTemplate('{"name": "a", "name": "b"}')).toThrow(/"name" is there twice/);
    expect(() => parseCsvTemplate(JSON.stringify({ ...template, columns: [{ role: 'clock', unit: 's' }, template.columns[1]] }))).toThrow(
      /role "clock"/,
    );
  });
});

describe('text that LabChart exports', () => {
  const row = (i: number): string => `${(i / 1e4).toFixed(4)}\t${-80 + (i > 20 ? 60 : 0)}\t${10 * i}`;
  const rows = (more = ''): string[] => Array.from({ length: 40 }, (_, i) => row(i) + (i === 30 ? more : ''));
  const head = (date: string): string[] => [
    'Interval=\t0.0001 s',
    `ExcelDateTime=\t4.3e4\t${date}`,
    'TimeFormat=\tStartOfBlock',
    'ChannelTitle=\tVm\tI membrane',
    'Range=\t200 mV\t2000 pA',
    'UnitName=\tmV\tpA',
    'TopValue=\t*\t*',
    'BottomValue=\t*\t*',
  ];
  const read = (lines: readonly string[]) => readCsv(new TextEncoder().encode(lines.join('\r\n'))).recordings[0]!;

  it('has its titles, units and comments', () => {
    expect(read([...head('11/11/2021'), ...rows('\t#1 drug on')])).toMatchObject({
      sampleRateHz: 1e4,
      channels: [
        { name: 'Vm', unit: 'mV' },
        { name: 'I membrane', unit: 'pA' },
      ],
      tags: [{ timeS: 0.003, text: '1 drug on' }],
    });
  });

  it('has blocks as sweeps, and without a time the interval of its head', () => {
    const { sweeps } = read([...head('11/11/2021'), ...rows(), ...head('12/11/2021'), ...rows()]);
    expect(sweeps.map(({ data }) => data[0]!.length)).toEqual([40, 40]);
    const bare = read([...head('11/11/2021'), ...rows().map((line) => line.slice(line.indexOf('\t') + 1))]);
    expect(bare).toMatchObject({ sampleRateHz: 1e4, channels: [{ unit: 'mV' }, { unit: 'pA' }] });
  });
});
