import { describe, expect, it } from 'vitest';
import { membraneTestBefore, normalisingCapacitancePf, parseIpscSheet } from './ipsc-metadata.ts';

const sheet = `Pre-drug,Trial,T_Range,Ishi,Unnamed: 4,Unnamed: 5,Trials,Cm,Ra,Rm
spont,2,"[12, 22]",,,,1.0,70,65.0,1222.5
vcp_0_0,3,,,,,12.0,60,,590.4
vcp_70_0,4,,,,,16.0,50,25.0,1312.0
proto_B,,,,,,,,,
,,,,,,,,,
Post-drug,,,,,,,,,
spont,15,"[10, 20]",,,,,,,
Compensation,,,,,,,,,
rspre_80,30.0,,,,,,,,
`;

describe('parseIpscSheet', () => {
  const parsed = parseIpscSheet(sheet);

  it('keeps the sections separate and blanks unknown', () => {
    expect(parsed.trials.get('Pre-drug/spont')).toBe(2);
    expect(parsed.trials.get('Post-drug/spont')).toBe(15);
    expect(parsed.trials.get('Compensation/rspre_80')).toBe(30);
    expect(parsed.trials.has('Pre-drug/proto_B')).toBe(false);
    expect(parsed.membraneTests[1]).toEqual({ trial: 12, capacitancePf: 60, seriesResistanceMohm: null, membraneResistanceMohm: 590.4 });
  });

  it('finds the membrane test that was read before a trial', () => {
    expect(membraneTestBefore(parsed, 30).trial).toBe(16);
    expect(membraneTestBefore(parsed, 13).trial).toBe(12);
    expect(membraneTestBefore(parsed, undefined).trial).toBe(1);
  });

  it('divides by the mean capacitance, as the authors did', () => {
    expect(normalisingCapacitancePf(parsed)).toBe(60);
  });

  it('takes a capacitance with its unit behind it', () => {
    expect(parseIpscSheet(sheet.replace(',70,', ',53.3 pF,')).membraneTests[0]?.capacitancePf).toBe(53.3);
  });

  it.each(['0', '-12', '53.3 nF', '5.33e-11', 'about 50', '0x20'])('refuses a capacitance of "%s" at its line', (cell) => {
    expect(() => parseIpscSheet(sheet.replace(',60,', `,${cell},`))).toThrow(/line 3: expected 0\.5 to 2000 pF in column "Cm", got "/);
  });

  it('says what is missing', () => {
    expect(() => parseIpscSheet('Trial,Trials\n1,1\n')).toThrow(/column "Cm" is missing/);
    expect(() => parseIpscSheet(sheet.replace(/,(70|60|50),/g, ',,'))).toThrow(/at least one capacitance/);
  });
});
