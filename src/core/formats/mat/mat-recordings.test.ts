import { describe, expect, it } from 'vitest';
import { matRecordings } from './mat-recordings.ts';
import { textContent, type MatVariable } from './mat-variable.ts';

const N = 200;
const potential = Float64Array.from({ length: N }, (_, i) => -80 + (i > 50 ? 60 : 0));
const current = Float64Array.from({ length: N }, (_, i) => 10 * i);
const seconds = Float64Array.from({ length: N }, (_, i) => i / 1e4);
const numbers = (name: string, values: ArrayLike<number>, dims: readonly number[] = [values.length, 1]): MatVariable => ({
  name,
  dims,
  content: { kind: 'numbers', values },
});
/** Rows of letters, stored column by column as MATLAB does. */
const texts = (name: string, ...rows: string[]): MatVariable => {
  const width = Math.max(...rows.map((row) => row.length));
  const padded = rows.map((row) => row.padEnd(width));
  const letters = Array.from({ length: width * rows.length }, (_, at) =>
    padded[at % rows.length]!.charCodeAt(Math.floor(at / rows.length)),
  );
  return { name, dims: [rows.length, width], content: textContent(letters, [rows.length, width]) };
};
const taken = (variables: readonly MatVariable[]) => {
  const notes: string[] = [];
  return { recordings: matRecordings(variables, notes), notes };
};

describe('exports of other programs to MATLAB', () => {
  it('LabChart: channels and blocks out of one row of samples, with their units and times', () => {
    const block = [...potential, ...current];
    const { recordings } = taken([
      numbers('data', [...block, ...block], [1, 4 * N]),
      numbers('datastart', [1, N + 1, 2 * N + 1, 3 * N + 1], [2, 2]),
      numbers('dataend', [N, 2 * N, 3 * N, 4 * N], [2, 2]),
      numbers('samplerate', [1e4, 1e4, 1e4, 1e4], [2, 2]),
      numbers('blocktimes', [738_000.5, 738_000.5 + 3 / 86_400], [1, 2]),
      numbers('unittextmap', [2, 1, 2, 1], [2, 2]),
      texts('titles', 'Vm', 'I membrane'),
      texts('unittext', 'pA', 'mV'),
    ]);
    expect(recordings).toMatchObject([
      {
        sampleRateHz: 1e4,
        channels: [
          { name: 'Vm', unit: 'mV' },
          { name: 'I membrane', unit: 'pA' },
        ],
        sweeps: [{ startS: 0 }, { startS: 3 }],
      },
    ]);
    expect(recordings[0]!.sweeps[1]!.data[1]).toEqual(Float32Array.from(current));
  });

  it('LabChart: a block that says that it lies outside of the data is left out', () => {
    const { recordings, notes } = taken([
      numbers('data', potential, [1, N]),
      numbers('datastart', [1, 1e9], [1, 2]),
      numbers('dataend', [N, 2e9], [1, 2]),
      numbers('samplerate', [1e4, 1e4], [1, 2]),
    ]);
    expect(recordings[0]!.sweeps).toHaveLength(1);
    expect(notes).toContainEqual(expect.stringMatching(/^Block 2 .*outside of the data/));
  });

  it('Spike2: a structure a channel', () => {
    const channel = (name: string, title: string, unit: string, values: Float64Array): MatVariable[] => [
      texts(`${name}.title`, title),
      texts(`${name}.units`, unit),
      numbers(`${name}.interval`, [1e-4]),
      numbers(`${name}.values`, values),
    ];
    const { recordings } = taken([...channel('x_Ch1', 'Vm', 'mV', potential), ...channel('x_Ch2', 'Im', 'nA', current)]);
    expect(recordings).toMatchObject([
      {
        sampleRateHz: 1e4,
        channels: [
          { name: 'Vm', unit: 'mV' },
          { name: 'Im', unit: 'nA' },
        ],
      },
    ]);
  });
});

it('elements of an array of structures are sweeps, of whatever length; a field called V is no volt', () => {
  const sweep = (k: number, n: number): MatVariable[] => [
    numbers(`rec(${k}).I_pA`, current.subarray(0, n)),
    numbers(`rec(${k}).V`, potential.subarray(0, n)),
  ];
  const { recordings } = taken([...sweep(1, N), ...sweep(2, 120), ...sweep(3, 60), numbers('fs', [1e4])]);
  expect(recordings).toMatchObject([
    {
      sampleRateHz: 1e4,
      channels: [
        { name: 'rec.I', unit: 'pA' },
        { name: 'rec.V', unit: 'mV' },
      ],
    },
  ]);
  expect(recordings[0]!.sweeps.map(({ startS, data }) => [startS, data[0]!.length])).toEqual([
    [0, 200],
    [0.02, 120],
    [0.032, 60],
  ]);
});

it('a matrix whose first column is a clock is a table, with the titles that stand beside it', () => {
  const matrix = numbers('data', [...seconds, ...potential, ...current], [N, 3]);
  const header = ['time (s)', 'Vm (mV)', 'Im (pA)'].map((title, c) => texts(`header{${c + 1}}`, title));
  const { recordings } = taken([matrix, ...header]);
  expect(recordings).toMatchObject([
    {
      sampleRateHz: 1e4,
      channels: [
        { name: 'Vm', unit: 'mV' },
        { name: 'Im', unit: 'pA' },
      ],
      sweeps: [{ startS: 0 }],
    },
  ]);
});

it('says how to name a unit where the file has none', () => {
  const { notes } = taken([numbers('I', current), numbers('fs', [1e4])]);
  expect(notes).toContainEqual(expect.stringMatching(/"I" has no unit.*I_pA/));
});
