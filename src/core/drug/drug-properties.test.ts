import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { createRandom } from '../random/random.ts';
import { reportDrug } from '../report/report-drug.ts';
import { applyBlock } from './apply-block.ts';
import { blockFraction, blockFractions } from './block-fraction.ts';
import { combineBlocks } from './combine-blocks.ts';
import { blockQuestion, doseQuestion } from './dose-question.ts';
import { blockUncertainty, drawBlock } from './draw-block.ts';
import { drugDose } from './drug-dose.ts';
import type { PublishedBlock } from './drug-schema.ts';
import { parseDrugTable } from './drug-table.ts';
import { labSpread } from './lab-spread.ts';

const table = parseDrugTable(readFileSync(join(import.meta.dirname, '../../../resources/drugs/drugs.json'), 'utf8'));
const drugs = [...new Set(table.map(({ drug }) => drug))];

describe('one answer', () => {
  it('2 nM of dofetilide block one share of IKr, by hand, in a dose and in a report', () => {
    // FDA_manual_2018: IC50 1.6 nM and Hill 1.0 to the digits of the table, so 2 nM blocks more than half.
    const { entry, blocked, spread, notes } = drugDose(table, { drug: 'dofetilide', concentrationNm: 2 });
    const ikr = entry.channels.find(({ channel }) => channel === 'IKr') as PublishedBlock;
    const byHand = 2 ** ikr.hill / (2 ** ikr.hill + ikr.ic50Nm ** ikr.hill);
    const fraction = blocked.find(({ channel }) => channel === 'IKr')?.fraction;
    expect(entry.sourceId).toBe('FDA_manual_2018');
    expect(fraction).toBeCloseTo(byHand, 12);
    expect(Math.round(100 * (fraction as number))).toBe(55);
    const report = reportDrug(table, { drug: 'Dofetilide', concentrationNm: 2 });
    expect(blockFractions(report.channels, report.concentrationNm).blockedFraction).toEqual(blocked);
    expect(spread[0]).toMatchObject({ channel: 'IKr', sources: 6 });
    expect(notes.join(' ')).toMatch(/Sources differ at 2 nM: block of IKr from 8 to 55 %/);
  });

  it('marks what is extrapolated or assumed', () => {
    expect(drugDose(table, { drug: 'ajmaline', concentrationNm: 65 }).notes.join(' ')).toMatch(/Assumed: a Hill coefficient of 1 for IKr/);
    const { notes } = drugDose(table, { drug: 'amiodarone', concentrationNm: 9000, sourceId: 'Crumb2016_refit' });
    expect(notes.join(' ')).toMatch(/Extrapolated: the IC50 of .*IKs.* Extrapolated: 9000 nM is above the highest concentration tested/);
  });
});

describe('properties of a block', () => {
  it('nothing changes without drug, to the last bit', () => {
    const values = DEFAULT_CELL.baseline();
    for (const drug of drugs) expect(applyBlock(values, drugDose(table, { drug, concentrationNm: 0 }).blocked)).toEqual(values);
  });

  it('rises with the concentration, and leaves channels without block alone', () => {
    for (const { channels } of table) {
      const blocks = [0, 1e-3, 1, 30, 1e3, 1e6, 1e9].map((nM) => blockFractions(channels, nM).blockedFraction);
      for (const [i, block] of channels.entries()) {
        const fractions = blocks.map((each) => each[i]?.fraction as number);
        expect(
          [...fractions].sort((a, b) => a - b),
          block.channel,
        ).toEqual(fractions);
      }
    }
    const cell = DEFAULT_CELL.baseline();
    const changed = applyBlock(cell, [{ channel: 'ICaT', fraction: 0.4 }]);
    expect([...changed].flatMap((value, i) => (value === cell[i] ? [] : [DEFAULT_CELL.adjustable[i]?.id]))).toEqual(['scale.ICaT']);
  });

  it('does not depend on the order of the drugs, and multiplies what they leave', () => {
    const doses = ['verapamil', 'dofetilide', 'quinidine', 'ranolazine'].map(
      (drug) => drugDose(table, { drug, concentrationNm: 300 }).blocked,
    );
    const together = combineBlocks(doses);
    expect(combineBlocks([...doses].reverse())).toEqual(together);
    expect(combineBlocks([doses[2], doses[0], doses[3], doses[1]].map((each) => each ?? []))).toEqual(together);
    const left = doses.map((each) => 1 - (each.find(({ channel }) => channel === 'IKr')?.fraction ?? 0));
    expect(together.find(({ channel }) => channel === 'IKr')?.fraction).toBeCloseTo(1 - left.reduce((a, b) => a * b), 12);
    expect(combineBlocks([doses[0] ?? []])).toEqual(expect.arrayContaining([...(doses[0] ?? [])]));
  });

  it('an activator increases its current', () => {
    const block = { channel: 'IKs', ic50Nm: 100, hill: 1, maxEffect: -1 } as const;
    expect(blockFraction(block, 100)).toBe(-0.5);
    const values = DEFAULT_CELL.baseline();
    const at = DEFAULT_CELL.find(DEFAULT_CELL.conductanceOf('IKs')?.id ?? '') ?? -1;
    expect(applyBlock(values, [{ channel: 'IKs', fraction: -0.5 }])[at]).toBe((values[at] as number) * 1.5);
    expect(() => blockFraction({ ...block, maxEffect: 2 }, 1)).toThrow(/Effect on IKs: expected -9/);
  });
});

describe('uncertainty of a block', () => {
  const spread = labSpread(table);

  it('is measured over the table where a source publishes none', () => {
    expect(spread.pairs).toBeGreaterThan(20);
    // Laboratories differ by a factor of 1.5 to 5 (SD).
    expect(Math.exp(spread.logIc50Sd)).toBeGreaterThan(1.5);
    expect(Math.exp(spread.logIc50Sd)).toBeLessThan(5);
  });

  it('95 % of the draws lie within a published interval', () => {
    const block = table
      .flatMap(({ channels }) => channels)
      .find((each) => blockUncertainty(each) === 'published interval') as PublishedBlock;
    const random = createRandom(3);
    const draws = Array.from({ length: 4000 }, () => drawBlock(block, spread, random).ic50Nm).sort((a, b) => a - b);
    const [low, high] = block.ic50Interval as [number, number];
    expect(Math.abs(Math.log((draws[100] as number) / low))).toBeLessThan(0.15);
    expect(Math.abs(Math.log((draws[3900] as number) / high))).toBeLessThan(0.15);
  });
});

describe('doubts about what was typed', () => {
  const dofetilide = drugDose(table, { drug: 'dofetilide', concentrationNm: 2 }).entry;

  it('asks about no published drug from 0.1 to 100 times its Cmax, and about every one a thousand times above it', () => {
    for (const entry of table) {
      const { freeCmaxNm } = entry;
      if (freeCmaxNm === null) continue;
      for (const times of [0.1, 1, 100]) expect(doseQuestion(entry, times * freeCmaxNm)).toEqual([]);
      for (const times of [1e-6, 1e3, 1e6]) expect(doseQuestion(entry, times * freeCmaxNm), entry.drug).toHaveLength(1);
    }
  });

  it('asks about units, and about impossible solutions', () => {
    expect(doseQuestion(dofetilide, 2)).toEqual([]);
    expect(doseQuestion(dofetilide, 0)).toEqual([]);
    expect(doseQuestion(dofetilide, 1e300)[0]).toMatch(/more than 1 mol\/l/);
    expect(doseQuestion(dofetilide, 0.0002)[0]).toMatch(/Is the concentration in nM\?/);
    // 2 nM typed in pM: far above what its IKr needs, though below the extrapolated IC50 of other channels.
    expect(doseQuestion(dofetilide, 2000)[0]).toMatch(
      /2000 nM of dofetilide is far from its free Cmax \(2 nM\) and lowest IC50 \(1\.46 nM\)\. Is the concentration in nM\?/,
    );
    expect(blockQuestion(table, 'dofetilide', { channel: 'IKr', ic50Nm: 2, hill: 1 })).toEqual([]);
    expect(blockQuestion(table, 'dofetilide', { channel: 'IKr', ic50Nm: 2, hill: 99 })[0]).toMatch(/Hill coefficient of 99/);
    expect(blockQuestion(table, 'dofetilide', { channel: 'IKr', ic50Nm: 2e6, hill: 1 })[0]).toMatch(/Is it in nM\?/);
    // A compound of one's own, by pIC50 30 taken for nM: no published drug is near it.
    expect(blockQuestion(table, 'X-9', { channel: 'IKr', ic50Nm: 1e-21, hill: 1 })[0]).toMatch(/every published drug.*Is it in nM\?/);
    expect(blockQuestion(table, 'X-9', { channel: 'IKr', ic50Nm: 200, hill: 1 })).toEqual([]);
  });
});
