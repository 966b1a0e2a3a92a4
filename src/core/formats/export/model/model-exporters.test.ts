import { describe, expect, it } from 'vitest';
import { CELL_MODELS } from '../../../cell/models.ts';
import { twinValues } from '../../../twin/twin-values.ts';
import { madeUpTwin } from '../made-up-twin.testing.ts';
import { rateCases } from './cases.testing.ts';
import { MODEL_EXPORTERS } from './model-exporters.ts';
import { ratesOf, readCellMl, readEasyMl, readMatlab, readMmt, readPython, readSbml, type ReadBack } from './read-back.testing.ts';

const READERS: Readonly<Record<string, (text: string) => ReadBack>> = {
  mmt: readMmt,
  cellml: readCellMl,
  cellml11: readCellMl,
  matlab: readMatlab,
  python: readPython,
  easyml: readEasyMl,
  sbml: readSbml,
};
/** A stimulus comes from the simulation in openCARP, from the protocol in Myokit. */
const UNPACED = ['easyml', 'mmt'];

const textOf = (id: string, twin = madeUpTwin()): string => {
  const exporter = MODEL_EXPORTERS.find((found) => found.id === id);
  return [...(exporter?.write(twin) ?? [])].map(({ content }) => content).join('');
};
const twinOf = (cellModel: string) => {
  const made = madeUpTwin({ temperatureC: 36 });
  const parameters = cellModel === 'kernik2019' ? made.parameters : [];
  return { ...made, parameters, provenance: { ...made.provenance, cellModel } };
};

describe.each(CELL_MODELS.map((cell) => [cell.id, cell] as const))('models of %s', (id, cell) => {
  const twin = twinOf(id);
  const { states, cases } = rateCases(cell, twinValues(twin), 20);

  it.each(Object.keys(READERS))('as %s have the rates of the graph, with blocks, leak, temperature and stimulus', (format) => {
    const read = READERS[format]!(textOf(format, twin));
    let worst = 0;
    for (const { parameters, timeMs, state, rates } of cases) {
      const inStimulus = (parameters['stim_amplitude'] ?? 0) !== 0 && timeMs < 3105;
      if (inStimulus && UNPACED.includes(format)) continue;
      const values = new Map<string, number>([...Object.entries(parameters), ['time', timeMs], ['t', timeMs]]);
      states.forEach((name, k) => values.set(name, state[k]!));
      ratesOf(read, states, values).forEach((rate, k) => {
        worst = Math.max(worst, Math.abs(rate - rates[k]!) / Math.max(Math.abs(rates[k]!), 1e-30));
      });
    }
    expect(worst).toBeLessThan(1e-9);
  });

  it.each(Object.keys(READERS))('as %s name drug block, temperature, seal leak and (but EasyML) pacing', (format) => {
    const { given } = READERS[format]!(textOf(format, twin));
    expect(given.get('temperature_C')).toBe(36);
    for (const name of ['block_IKr', 'block_ICaL', 'seal_leak_g', 'seal_leak_E']) expect(given.get(name)).toBe(0);
    if (format !== 'easyml') expect(given.get('stim_amplitude')).toBe(0);
    if (id === 'kernik2019') expect(given.get('ina_g_Na')).toBeCloseTo(0.9 * 9.720613409241, 12);
  });
});

describe.each(MODEL_EXPORTERS)('a model as $id', ({ id }) => {
  it('says where it comes from, its alarms, licence and citation', () => {
    const text = textOf(id, madeUpTwin({ simulated: true }));
    for (const part of ['SIMULATED', 'crc32:ffffffff', 'TwinClamp 0.1.0', 'ALARM 1 of 1: too noisy', 'MIT licence', 'J Physiol 597:4533'])
      expect(text).toContain(part);
    expect(textOf(id, madeUpTwin({ simulated: false }))).not.toContain('SIMULATED');
  });

  it('is not led astray by names that would end a comment', () => {
    const cellName = 'a """ --> */ b\n%}\nX = 1; // \\\n<script>&';
    const text = textOf(id, madeUpTwin({ cellName }));
    const read = READERS[id]?.(text);
    if (read !== undefined) expect(read.formulas.has('X')).toBe(false);
    expect(text).not.toMatch(/^X = 1/m);
  });
});

it('the vector has 87 values in the order of the authors’ code', () => {
  const made = madeUpTwin();
  const lines = textOf('vector', { ...made, parameters: [] }).split('\n');
  const numbers = lines.slice(0, 87).map(Number);
  expect(numbers.every(Number.isFinite)).toBe(true);
  expect(lines[87]).toMatch(/^% /);
  expect(numbers.slice(0, 16)).toEqual(new Array(16).fill(1));
  // Places and values of the published baseline vector.
  expect([16, 22, 31, 32, 33, 38, 39, 50, 61, 62, 75, 76, 81].map((i) => numbers[i])).toEqual([
    0.133785777797606, 0.218025, 50, 0, 0.0077, 4.74115e-6, 0.1178333333333, 0.308027691379, 0.185, 9.720613409241, 0.951088724962, 0.0435,
    23.94529134653,
  ]);
  expect(numbers.slice(82)).toEqual([0, 0, 0, 0, 0]);
  const scaled = textOf('vector', { ...made, nuisance: [{ id: 'scale.INaK', label: 'INaK', unit: '', value: 1.3, sd: 0.1 }] });
  expect(scaled.split('\n')[12]).toBe('1.3');
  expect(() => textOf('vector', twinOf('paci2018'))).toThrow(/Paci 2018/);
});
