import { describe, expect, it } from 'vitest';
import { compoundsJson, ownCompound, parseCompounds } from './compound-csv.ts';
import { parseDrugTable } from './drug-table.ts';

describe('own compounds', () => {
  it('are read in every unit', () => {
    const text =
      'compound,channel,IC50,unit,hill\nA,hERG,300,nM,1.1\nB,IKr,0.3,uM,1\nC,IKr,0.3,µM,\nD,KCNH2,3e-7,M,1\nE,ikr,6.522878745,pIC50,1\n';
    const compounds = parseCompounds(text);
    for (const { channels } of compounds) expect(channels[0]?.ic50Nm).toBeCloseTo(300, 5);
    expect(compounds.map(({ channels }) => channels[0]?.hillGiven)).toEqual([true, true, false, true, true]);
    expect(new Set(compounds.flatMap(({ channels }) => channels.map(({ channel }) => channel)))).toEqual(new Set(['IKr']));
  });

  it('take the unit of the column, several channels and a Cmax', () => {
    const [one] = parseCompounds('Drug;Channel;IC50 (uM);Hill;free Cmax (nM)\r\nX-1;IKr;0,5;1;20\r\nX-1;ICaL;2;1;\r\n');
    expect(one).toMatchObject({
      drug: 'X-1',
      sourceId: 'own',
      freeCmaxNm: 20,
      channels: [
        { channel: 'IKr', ic50Nm: 500 },
        { channel: 'ICaL', ic50Nm: 2000 },
      ],
    });
    expect(parseCompounds('name,target,pIC50\nY,Nav1.5,5\n')[0]?.channels[0]).toMatchObject({ channel: 'INa', ic50Nm: 10_000 });
  });

  it('are one compound whatever the case of their name, and may have a comma or a quote mark in it', () => {
    const [one, ...others] = parseCompounds('compound,channel,IC50 (nM)\n"X, ""a""",IKr,3\n"x, ""A""",IKs,4\n');
    expect(one).toMatchObject({ drug: 'X, "a"', channels: [{ channel: 'IKr' }, { channel: 'IKs' }] });
    expect(others).toEqual([]);
  });

  it('come back from their file', () => {
    const compounds = parseCompounds('compound,channel,IC50 (nM),hill\n"A 1",IKr,12.5,0.9\n');
    expect(parseDrugTable(compoundsJson(compounds))).toEqual(compounds);
  });

  it.each([
    ['a,b\n1,2', /columns compound, channel and IC50/],
    ['compound,channel,IC50\nA,IKr,3', /line 2, IC50 of IKr: expected a unit of nM, uM, mM, M or pIC50, got none/],
    ['compound,channel,IC50 (nM)\nA,IXx,3', /expected a channel like IKr.*got "IXx"/],
    ['compound,channel,IC50 (nM)\nA,IKr,-3', /expected a concentration of 1e-6 to 1e15 nM, got "-3"/],
    ['compound,channel,IC50,unit\nA,IKr,300,pIC50', /expected a concentration of 1e-6 to 1e15 nM, got "300"/],
    ['compound,channel,IC50 (nM)\nA,IKr,0x10', /expected a number, got "0x10"/],
    [
      'compound,channel,IC50 (uM),hill\nA,IKr,1,5,1,1',
      /line 2: expected 4 cells as in the first line, got 6\. Write decimals with a point/,
    ],
    ['compound,channel,IC50 (nM),IC50 (uM)\nA,IKr,30,0.03', /expected one column of ic50, got "IC50 \(nM\), IC50 \(uM\)"/],
    [`compound,channel,IC50 (nM)\n${'A'.repeat(201)},IKr,3`, /expected a name of 1 to 200 characters, got 201/],
    ['compound,channel,IC50 (nM)\nA,IKr,x', /expected a number, got "x"/],
    ['compound,channel,IC50 (nM),hill\nA,IKr,3,99000', /A: expected Hill coefficient of IKr to be .*at most 100, got 99000/],
    ['compound,channel,IC50 (nM)\nA,IKr,3\nA,hERG,4', /each channel of A once, got IKr twice/],
    ['compound,channel,IC50 (nM)\n', /at least one compound/],
    ['compound,channel,IC50,unit\nA,IKr,3,mol', /got "mol"/],
  ])('that cannot be used say why: %j', (text, why) => {
    expect(() => parseCompounds(text)).toThrow(why);
  });

  it('takes a maximal block below 100 %, and refuses one of 0 %', () => {
    const block = { channel: 'IKr', ic50Nm: 10, hill: 1, extrapolated: false, hillGiven: true } as const;
    const of = (maxEffect: number) => ownCompound({ drug: 'X-1', freeCmaxNm: null, channels: [{ ...block, maxEffect }] }, 'The compound');
    expect(of(0.6).channels[0]?.maxEffect).toBe(0.6);
    expect(() => of(0)).toThrow('The compound, X-1: expected a maximal block of IKr other than 0 %, got 0 %. Leave the channel out.');
    expect(() => of(1.2)).toThrow(/expected maximal block of IKr to be/);
  });
});
