import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blockFractions } from '../drug/block-fraction.ts';
import { parseDrugTable } from '../drug/drug-table.ts';
import { defaultEntry } from '../drug/source-rank.ts';
import { EXAMPLE_BLOCK, reportDrug } from './report-drug.ts';

const table = parseDrugTable(readFileSync(join(import.meta.dirname, '../../../resources/drugs/drugs.json'), 'utf8'));

it('uses the same source of every drug as app and command line', () => {
  for (const drug of new Set(table.map((entry) => entry.drug))) {
    const entry = defaultEntry(table, drug);
    expect(reportDrug(table, { drug, concentrationNm: 5 })).toMatchObject({
      title: `${drug} 5 nM (${entry?.sourceId})`,
      concentrationNm: 5,
    });
  }
});

it('states the source and the spread of the others', () => {
  const { title, notes } = reportDrug(table, { drug: 'dofetilide' });
  expect(title).toBe('dofetilide 2 nM (FDA_manual_2018)');
  expect(notes.join(' ')).toMatch(/manual patch clamp.*others for dofetilide.*block of IKr from 8 to 55 %/);
});

it('asks for a concentration where the source gives no Cmax', () => {
  expect(() => reportDrug(table, { drug: 'amiodarone' })).toThrow(/gives no free Cmax of amiodarone/);
});

it('shows half of IKr blocked where no drug is asked for', () => {
  expect(blockFractions(EXAMPLE_BLOCK.channels, EXAMPLE_BLOCK.concentrationNm).blockedFraction).toEqual([
    { channel: 'IKr', fraction: 0.5 },
  ]);
});

it('keeps a block of a part of a current as one', () => {
  const channels = [{ channel: 'IKr', ic50Nm: 10, hill: 1, maxEffect: 0.6, extrapolated: false, hillGiven: true }] as const;
  const part = { drug: 'X-1', sourceId: 'own', freeCmaxNm: 10, channels: [...channels], note: '' };
  expect(reportDrug([part], { drug: 'X-1' }).channels).toEqual([{ channel: 'IKr', ic50Nm: 10, hill: 1, maxEffect: 0.6 }]);
});
