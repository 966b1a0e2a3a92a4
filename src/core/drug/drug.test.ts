import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACI2018 } from '../cell/paci2018/index.ts';
import { applyBlock } from './apply-block.ts';
import { blockFraction, blockFractions } from './block-fraction.ts';
import { parseDrugTable } from './drug-table.ts';
import { findDrug } from './find-drug.ts';
import { bySourceRank, defaultEntry, SOURCE_KINDS, SOURCES, sourceKind } from './source-rank.ts';
import { spreadSentence } from './source-spread.ts';

const text = readFileSync(join(import.meta.dirname, '../../../resources/drugs/drugs.json'), 'utf8');
const table = parseDrugTable(text);

describe('blockFraction', () => {
  it('is a half at the IC50, follows Hill and is 0 without drug', () => {
    expect(blockFraction({ channel: 'IKr', ic50Nm: 100, hill: 2 }, 100)).toBe(0.5);
    expect(blockFraction({ channel: 'IKr', ic50Nm: 100, hill: 2 }, 300)).toBeCloseTo(0.9, 12);
    expect(blockFraction({ channel: 'IKr', ic50Nm: 100, hill: 0.3 }, 0)).toBe(0);
  });

  it('refuses an impossible block', () => {
    expect(() => blockFraction({ channel: 'IKr', ic50Nm: 0, hill: 1 }, 1)).toThrow(/IC50 \(nM\) of IKr: expected a number above 0, got 0/);
    expect(() => blockFraction({ channel: 'IKr', ic50Nm: 1, hill: NaN }, 1)).toThrow(/Hill/);
    expect(() => blockFraction({ channel: 'IKr', ic50Nm: 1, hill: 1 }, -1)).toThrow(/expected 0 nM or more, got -1/);
    expect(() =>
      blockFractions(
        [
          { channel: 'IKr', ic50Nm: 1, hill: 1 },
          { channel: 'IKr', ic50Nm: 2, hill: 1 },
        ],
        1,
      ),
    ).toThrow(/given twice/);
  });

  it('notes that the cell has no late sodium current', () => {
    expect(blockFractions([{ channel: 'INaL', ic50Nm: 10, hill: 1 }], 10)).toEqual({
      blockedFraction: [{ channel: 'INaL', fraction: 0.5 }],
      notes: [expect.stringMatching(/no late sodium current/)],
    });
  });
});

describe('the drug table', () => {
  it('keeps sources apart and never turns a blank into a block', () => {
    const verapamil = (source: string) => findDrug(table, 'Verapamil', source).entry;
    const icalOf = (source: string) => verapamil(source).channels.find((block) => block.channel === 'ICaL')?.ic50Nm;
    expect(icalOf('FDA_manual_2018')).toBeCloseTo(201.8, 1);
    expect(icalOf('CRL_HTS_2020')).toBe(3218);
    expect(verapamil('FDA_manual_2018').channels.map((block) => block.channel)).not.toContain('INa');
    expect(table.every((entry) => entry.channels.length > 0 && entry.channels.every((block) => block.ic50Nm > 0))).toBe(true);
  });

  it('flags extrapolated values and assumed Hill coefficients', () => {
    const manual = table.filter((entry) => entry.sourceId === 'FDA_manual_2018').flatMap((entry) => entry.channels);
    expect(manual.filter((block) => block.extrapolated)).toHaveLength(58);
    const compiled = findDrug(table, 'ajmaline', 'Mirams2011_ApPredict').entry;
    expect(compiled.channels.map(({ hill, hillGiven }) => ({ hill, hillGiven }))).toEqual(Array(3).fill({ hill: 1, hillGiven: false }));
    expect(compiled.note).toMatch(/Hill coefficient not given for IKr, ICaL, INa: 1 assumed/);
  });

  it('has no entry of a source without rank', () => {
    expect(new Set(table.map((entry) => entry.sourceId))).toEqual(new Set(Object.keys(SOURCES)));
  });

  it('refuses damaged entries', () => {
    const damaged = (change: (entry: Record<string, unknown>) => void): string => {
      const json = JSON.parse(text) as { entries: Record<string, unknown>[] };
      change(json.entries[0] as Record<string, unknown>);
      return JSON.stringify(json);
    };
    expect(() => parseDrugTable('{}')).toThrow(/expected \{"schema"/);
    expect(() => parseDrugTable(damaged((entry) => (entry['freeCmaxNm'] = 0)))).toThrow(
      /entry 1 .*freeCmaxNm to be a number above 0 or null, got 0/,
    );
    expect(() => parseDrugTable(damaged((entry) => (entry['channels'] = [{ channel: 'IX' }])))).toThrow(/one of IKr/);
  });
});

describe('findDrug', () => {
  it('takes the first source in order and names the others', () => {
    const { entry, notes } = findDrug(table, 'dofetilide');
    expect(entry.sourceId).toBe('FDA_manual_2018');
    expect(notes[0]).toMatch(/source FDA_manual_2018 \(manual patch clamp\); others for dofetilide: .*Mirams2011/);
  });

  it('names the nearest drugs and the known sources', () => {
    expect(() => findDrug(table, 'veraparnil')).toThrow(/Unknown drug "veraparnil".*verapamil/);
    expect(() => findDrug(table, 'verapamil', 'nobody')).toThrow(
      /Source "nobody" does not know verapamil\. Expected one of: .*CRL_HTS_2020/,
    );
  });
});

describe('the default source', () => {
  const drugs = [...new Set(table.map(({ drug }) => drug))];

  it('is of the best available kind for every drug, whatever the order of the table', () => {
    for (const drug of drugs) {
      const entries = table.filter((entry) => entry.drug === drug);
      const kinds = entries.map(({ sourceId }) => SOURCE_KINDS.indexOf(sourceKind(sourceId) ?? 'compiled from the literature'));
      const chosen = defaultEntry(table, drug);
      expect(SOURCE_KINDS.indexOf(sourceKind(chosen?.sourceId ?? '') ?? 'compiled from the literature')).toBe(Math.min(...kinds));
      expect(defaultEntry([...table].reverse(), drug)).toBe(chosen);
      expect(findDrug(table, drug.toUpperCase()).entry).toBe(chosen);
    }
  });

  it('ranks an unknown source last', () => {
    expect(
      bySourceRank([{ sourceId: 'zeta' }, { sourceId: 'alpha' }, { sourceId: 'Mirams2011_ApPredict' }]).map(({ sourceId }) => sourceId),
    ).toEqual(['Mirams2011_ApPredict', 'alpha', 'zeta']);
    expect(defaultEntry(table, 'nothing')).toBeNull();
  });

  it('states how far the sources of a drug are apart', () => {
    expect(spreadSentence(table, 'Dofetilide', 2)).toMatch(/^Sources differ at 2 nM: block of IKr from 8 to 55 % \(6 sources\)/);
    expect(spreadSentence(table, 'ajmaline', 65)).toBeNull();
    expect(spreadSentence(table, 'dofetilide', 0)).toBeNull();
  });
});

it('in a cell with a late sodium current its block reduces the conductance, without a note', () => {
  const blocked = applyBlock(
    PACI2018.baseline(),
    [
      { channel: 'INaL', fraction: 0.5 },
      { channel: 'IKr', fraction: 0.25 },
    ],
    PACI2018,
  );
  const of = (id: 'inal.g_NaL' | 'ikr.g_Kr'): number =>
    (blocked[PACI2018.index(id)] ?? NaN) / (PACI2018.baseline()[PACI2018.index(id)] ?? NaN);
  expect([of('inal.g_NaL'), of('ikr.g_Kr')]).toEqual([0.5, 0.75]);
  const channels = [{ channel: 'INaL', ic50Nm: 1000, hill: 1 }] as const;
  expect(blockFractions(channels, 1000, PACI2018).notes).toEqual([]);
  expect(blockFractions(channels, 1000).notes).toHaveLength(1);
});
