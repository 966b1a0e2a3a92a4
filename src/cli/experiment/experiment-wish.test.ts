import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publishedDrugs } from '../drug-table.ts';
import { readWish } from './experiment-wish.ts';

const folder = mkdtempSync(join(tmpdir(), 'wish-'));
afterAll(() => rmSync(folder, { recursive: true }));

const asked = { cells: [{ population: { cells: 0, seed: 1 } }], drug: 'dofetilide', concentrationsNm: [2] };
const { concentrationsNm: _, ...inTime } = asked;
const wash = { solutions: [{ atS: 20, nM: 2 }], endS: 60, timeConstantS: 1 };

const read = (text: string) => {
  const file = join(folder, 'asked.json');
  writeFileSync(file, text);
  return readWish(file, publishedDrugs(), '2026-11-30T00:00:00Z');
};

describe('what is asked of an experiment', () => {
  it('is planned', async () => {
    expect((await read(JSON.stringify(asked))).experiment.settings.entry.sourceId).toBe('FDA_manual_2018');
  });

  it.each([
    [{ ...asked, drug: 'dofetilid' }, /^asked\.json\.drug: Unknown drug "dofetilid"\. The nearest of the table are: dofetilide/],
    [{ ...asked, source: 'Nobody' }, /^asked\.json\.source: Source "Nobody" does not know dofetilide/],
    [{ ...asked, with: { dofetilide: 1 } }, /^asked\.json\.with: Expected each drug once/],
    [{ ...asked, with: { verapami: 1 } }, /^asked\.json\.with\.verapami: Unknown drug/],
    [{ ...asked, concentrationsNm: [] }, /^asked\.json\.concentrationsNm: Expected 1 to 100 concentrations, got 0/],
    [
      { ...asked, concentrationsNm: [1, 1e300] },
      /^asked\.json\.concentrationsNm\[1\]: expected a number from 0 to 1000000000, got 1e\+300/,
    ],
    [{ ...asked, wash }, /^asked\.json\.wash: Expected either concentrations or a wash, got both/],
    [inTime, /^asked\.json: Expected either concentrations or a wash, got neither/],
    [{ ...inTime, wash: { ...wash, endS: 15 } }, /^asked\.json\.wash: Expected the end after the last solution at 20 s/],
    [{ ...inTime, wash, conditions: { paceMs: [500], s2Ms: [300] } }, /^asked\.json\.conditions\.s2Ms: Expected no S2/],
    [{ ...asked, conditions: { s2Ms: [300] } }, /^asked\.json\.conditions: S2 needs a train of stimuli/],
    [
      { ...asked, conditions: { temperatureC: [310] } },
      /^asked\.json\.conditions\.temperatureC\[0\]: expected a number from 20 to 40 or null, got 310/,
    ],
    [{ ...asked, cells: [{}] }, /^asked\.json\.cells\[0\]: Expected one of "twin", "session" and "population", got none/],
    [{ ...asked, cells: [{ twin: 'none.json' }] }, /^asked\.json\.cells\[0\]\.twin: Twin file: expected a file, .* does not exist/],
    [{ ...asked, cells: [{ session: 'none.twinclamp' }] }, /^asked\.json\.cells\[0\]\.session: Session .* does not exist/],
    [{ ...asked, source: 'measured' }, /^asked\.json\.source: The source "measured" expects the session of the first cell/],
  ])('names the file and the place: %j', async (wish, message) => {
    await expect(read(JSON.stringify(wish))).rejects.toThrow(message);
  });

  it('is refused where a key is there twice', async () => {
    const text = JSON.stringify(asked, null, 1).replace('"drug"', '"drug": "verapamil",\n "drug"');
    await expect(read(text)).rejects.toThrow(
      /asked\.json" is not JSON that can be read \(the field "drug" is there twice, again on line 11\)/,
    );
  });
});
