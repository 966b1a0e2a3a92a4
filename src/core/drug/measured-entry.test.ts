import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { blockFraction } from './block-fraction.ts';
import { blockOfChange } from './block-of-change.ts';
import { drawBlock } from './draw-block.ts';
import { drugDose } from './drug-dose.ts';
import { drugEntrySchema } from './drug-schema.ts';
import { measuredAtNm, measuredBadge, measuredEntry, measuredSource, THIS_CELL } from './measured-entry.ts';
import { USUAL_DRIFT } from './usual-drift.ts';

const change = {
  channels: [
    { channel: 'IKr', log: Math.log(0.25), sd: 0.1 },
    { channel: 'ICaL', log: 0.2, sd: 0.1 },
  ],
  runDown: { channel: 'runDown', log: -0.1, sd: 0.05 },
  residual: 0.12,
};
const entry = measuredEntry({ drug: 'x', freeCmaxNm: 2, atNm: 30, recordings: ['a', 'b'] }, change);

describe('a block measured on the cell itself', () => {
  it('is the measured one at the concentration of the recording, for any change of a current and any Hill coefficient', () => {
    for (const log of [-9, -2, -0.1, -1e-9, 0, 1e-9, 0.3, Math.log(9)])
      for (const hill of [0.5, 1, 2.5]) expect(blockFraction(blockOfChange('IKr', log, 30, hill), 30)).toBeCloseTo(-Math.expm1(log), 6);
  });

  it('is a source like any other: its values pass the schema, and its width holds what channels do without a drug', () => {
    expect(drugEntrySchema.check(entry)).toEqual(entry);
    expect(entry.sourceId).toBe(THIS_CELL);
    expect(entry.channels.map((block) => blockFraction(block, 30))).toEqual([expect.closeTo(0.75, 6), expect.closeTo(-0.2214, 4)]);
    expect(entry.note).toContain('run-down of all currents (-10 %)');
    expect(entry.note.length).toBeLessThan(400);
    const random = createRandom(5);
    const spread = { logIc50Sd: 9, logHillSd: 0.3, pairs: 1 };
    const [block] = entry.channels;
    const logs = Array.from({ length: 4000 }, () => Math.log1p(-blockFraction(drawBlock(block as never, spread, random), 30)));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    expect(mean).toBeCloseTo(Math.log(0.25), 1);
    expect(sd / Math.hypot(0.1, USUAL_DRIFT['IKr'] ?? 0)).toBeCloseTo(1, 1);
  });

  it('says so at any other concentration than that of the recording, in its notes too', () => {
    expect(measuredAtNm(entry)).toBe(30);
    expect([0, 30].map((nM) => measuredBadge(entry, nM))).toEqual([null, null]);
    expect(measuredBadge(entry, 10)).toMatch(/^Extrapolated: measured at 30 nM only; at 10 nM by a Hill coefficient of 1/);
    const notes = (concentrationNm: number): readonly string[] => drugDose([entry], { drug: 'x', concentrationNm }).notes;
    expect(notes(30).join(' ')).not.toMatch(/Extrapolated|Assumed/);
    expect(notes(100).filter((note) => /Extrapolated|Assumed/.test(note))).toEqual([measuredBadge(entry, 100)]);
  });

  it('takes name and free Cmax of the published drug; an unknown drug keeps the name of its recording', () => {
    const table = [{ drug: 'dofetilide', sourceId: 'FDA_manual_2018', freeCmaxNm: 2, channels: [], note: '' }];
    const drug = { atNm: 30, recordings: ['a', 'b'] } as const;
    expect(measuredSource(table, { ...drug, drug: 'Dofetilide' }, change)).toMatchObject({ drug: 'dofetilide', freeCmaxNm: 2 });
    expect(measuredSource(table, { ...drug, drug: 'X-1' }, change)).toMatchObject({ drug: 'X-1', freeCmaxNm: null, sourceId: THIS_CELL });
  });
});
