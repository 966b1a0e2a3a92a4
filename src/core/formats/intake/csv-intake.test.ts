import { describe, expect, it } from 'vitest';
import { sampleCommand, type Protocol } from '../../protocol/protocol.ts';
import { readCsv } from '../csv/csv-reader.ts';
import { parseCsvTemplate, templateOfPreview } from '../csv/csv-template.ts';
import { csvPreview } from '../csv/csv-preview.ts';
import type { Stated } from './intake.ts';
import { takeIn } from './take-in.ts';

const RATE = 10_000;
const protocol: Protocol = {
  id: 'csv-steps',
  name: 'CSV steps',
  source: 'this test',
  holdingMv: -80,
  segments: [-110, -40, 10, -60].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 25 })),
};
const command = sampleCommand(protocol, RATE);
const rows = Array.from(command, (mv, k) => ({ s: k / RATE, mv, pa: mv * 3 + 40 * Math.sin(k / 3) }));
type Row = (typeof rows)[number];
const body = (row: (r: Row, k: number) => readonly (number | string)[]): string => rows.map((r, k) => `${row(r, k).join(',')}\n`).join('');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const taken = (text: string, stated: Stated = {}, template: string | null = null) =>
  takeIn(readCsv(bytes(text), template === null ? null : parseCsvTemplate(template)), { fileName: 'a.csv', stated, library: [protocol] });
const why = (text: string, stated: Stated = {}): string => taken(text, stated).unused.at(-1)?.why ?? '';

describe('tables that come in', () => {
  it('in mV and pA, with the protocol of the library and what has to be asked', () => {
    const { recordings, questions } = taken(`time (ms),Vm (mV),Im (pA)\n${body(({ s, mv, pa }) => [s * 1000, mv, pa])}`);
    expect(recordings).toMatchObject([{ kind: 'voltage-clamp', command: { origin: 'library', protocolId: 'csv-steps' } }]);
    expect(questions.join(' ')).toMatch(/capacitance in pF\?.*temperature.*series resistance/);
    expect(recordings[0]!.pieces[0]!.currentPa[5]).toBeCloseTo(rows[5]!.pa, 3);
  });

  it.each([
    ['nA', 'Im (nA)', 1e-3],
    ['A', 'Im (A)', 1e-12],
    ['uA', 'Im (µA)', 1e-6],
  ])('currents in %s become pA', (_, title, scale) => {
    const { recordings } = taken(`t (s),V (V),${title}\n${body(({ s, mv, pa }) => [s, mv / 1000, pa * scale])}`);
    expect(Math.abs(recordings[0]!.pieces[0]!.currentPa[700]! - rows[700]!.pa)).toBeLessThan(0.01);
    expect(recordings[0]!.pieces[0]!.voltageMv[700]).toBeCloseTo(rows[700]!.mv, 3);
  });

  it('densities are stored as of the stated capacitance, else of 1 pF, which is said', () => {
    const text = `t (s),V (mV),I (pA/pF)\n${body(({ s, mv, pa }) => [s, mv, pa / 50])}`;
    const known = taken(text, { conditions: { membraneCapacitancePf: 50 } }).recordings[0]!;
    expect(known.pieces[0]!.currentPa[9]).toBeCloseTo(rows[9]!.pa, 2);
    const unknown = taken(text).recordings[0]!;
    expect(unknown.conditions.membraneCapacitancePf).toBe(1);
    expect(unknown.remarks.join(' ')).toMatch(/no capacitance: currents are stored as of a cell of 1 pF/);
  });

  it('a "V" column in mV is refused with the unit that it probably is', () => {
    expect(why(`t (s),Voltage (V),I (pA)\n${body(({ s, mv, pa }) => [s, mv, pa])}`)).toMatch(
      /Channel "Voltage" reaches 110,000 mV if its unit is "V"; no cell does\. Its values are probably mV/,
    );
    const free = `t (s),Voltage (V)\n${Array.from({ length: 500 }, (_, k) => `${k / 1000},${-58 + 20 * Math.sin(k / 50)}\n`).join('')}`;
    expect(why(free)).toMatch(/no cell does/);
  });

  it('a "V" column of ten times the potential is no column in mV', () => {
    const said = why(`t (s),V (V),I (pA)\n${body(({ s, mv, pa }) => [s, mv / 100, pa])}`);
    expect(said).toMatch(/reaches 1,100 mV if its unit is "V"; no cell does\. Correct its unit or gain\.$/);
  });

  it('a current without a unit is asked for, and a template answers', () => {
    const text = `t (s),V (mV),I\n${body(({ s, mv, pa }) => [s, mv, pa])}`;
    expect(why(text)).toMatch(/In which unit is "I"\? The file does not say/);
    const open = templateOfPreview('rig 2', csvPreview(bytes(text)));
    expect(open.columns).toEqual([
      { role: 'time', unit: 's' },
      { role: 'voltage', unit: 'mV' },
      { role: 'current', unit: '' },
    ]);
    expect(() => taken(text, {}, JSON.stringify(open))).toThrow(/template "rig 2" does not say in which unit "I" is/);
    const full = { ...open, columns: open.columns.map((c) => (c.role === 'current' ? { ...c, unit: 'nA', reversed: true } : c)) };
    const template = JSON.stringify({ ...full, conditions: { ...full.conditions, membraneCapacitancePf: 30 } });
    expect(parseCsvTemplate(template).conditions).toEqual({ membraneCapacitancePf: 30 });
    expect(taken(text, {}, template).recordings[0]!.pieces[0]!.currentPa[5]).toBeCloseTo(-1000 * rows[5]!.pa, 0);
  });

  it.each([
    [{ membraneCapacitancePf: 0 }, /membrane capacitance: expected a number from 0\.5 to 2000 \(pF\), got 0/],
    [{ membraneCapacitancePf: -40 }, /got -40/],
    [{ membraneCapacitancePf: '53.3 pF' }, /got "53\.3 pF"/],
    [{ membraneCapacitancePf: 5.33e-11 }, /got 5\.33e-11/],
    [{ temperatureC: 310 }, /temperature: expected a number from 0 to 50/],
    [{ capacitance: 40 }, /a condition "capacitance", which is not known/],
  ])('a template of %o is refused', (conditions, message) => {
    expect(() => parseCsvTemplate(JSON.stringify({ name: 'x', titles: [], columns: [], conditions }))).toThrow(message);
  });

  it('a unit that a column cannot have is refused', () => {
    const template = { name: 'x', titles: ['I'], columns: [{ role: 'current', unit: 'mV' }] };
    expect(() => parseCsvTemplate(JSON.stringify(template))).toThrow(/"mV" is no unit of a current/);
  });

  it('two columns of one name are asked about', () => {
    expect(why(`t (s),V (mV),I (pA),I (pA)\n${body(({ s, mv, pa }) => [s, mv, pa, 2 * pa])}`)).toMatch(
      /2 channels are called "I": which is to be used/,
    );
  });

  it('the SIMULATED mark comes in, also by one line, and a word in its place is refused', () => {
    const text = (mark: (k: number) => string): string =>
      'Time (s),Voltage (V),Current (pA/pF),Simulated,Temperature (degC)\n' +
      body(({ s, mv, pa }, k) => [s, mv / 1000, pa / 50, mark(k), 36.5]);
    expect(taken(text(() => '1')).recordings[0]).toMatchObject({ simulated: true, conditions: { temperatureC: 36.5 } });
    expect(taken(text((k) => (k === 7 ? '1' : '0'))).recordings[0]?.simulated).toBe(true);
    expect(taken(text(() => '0')).recordings[0]?.simulated).toBe(false);
    expect(() => taken(text((k) => (k === 7 ? '2' : '1')))).toThrow(/Line 9: expected 0 or 1 in "Simulated", got 2/);
    expect(
      taken(
        text(() => '1'),
        { simulated: false },
      ).recordings[0]?.simulated,
    ).toBe(false);
  });

  it.each([
    ['41.5 throughout', 'Cm (pF)', () => '41.5', 41.5, null],
    ['in F', 'Cm (F)', () => '41.5e-12', 41.5, null],
    ['0', 'Cm (pF)', () => '0', undefined, /^Channel "Cm" reads 0 pF, which no cell has; it was not used/],
    ['below 0', 'Cm (pF)', () => '-41', undefined, /^Channel "Cm" reads -41 pF, which no cell has; it was not used/],
    ['that changes', 'Cm (pF)', (k: number) => String(40 + (k % 3)), 40.99, null],
  ])('a capacitance of %s in a column is taken where it can be, and said where not', (_, title, cell, expected, remark) => {
    const { recordings, unused } = taken(`t (s),V (mV),I (pA),${title}\n${body(({ s, mv, pa }, k) => [s, mv, pa, cell(k)])}`);
    expect(unused).toEqual([]);
    const [one] = recordings;
    if (expected === undefined) expect(one?.conditions.membraneCapacitancePf).toBeUndefined();
    else expect(one?.conditions.membraneCapacitancePf).toBeCloseTo(expected, 1);
    expect(one?.remarks.filter((text) => text.includes('"Cm"'))).toEqual(remark === null ? [] : [expect.stringMatching(remark)]);
  });

  it('empty cells are gaps, and the rest is kept', () => {
    const [one] = taken(`t (s),V (mV),I (pA)\n${body(({ s, mv, pa }, k) => [s, mv, k >= 100 && k < 140 ? '' : pa])}`).recordings;
    expect(one!.pieces.map(({ firstSample, currentPa }) => [firstSample, currentPa.length])).toEqual([
      [0, 100],
      [140, rows.length - 140],
    ]);
  });
});
