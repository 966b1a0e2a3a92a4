import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { ProtocolShelf } from '../../src/main/store/index.ts';

const library = join(import.meta.dirname, '../../resources/protocols');
const scratch = mkdtempSync(join(tmpdir(), 'protocol-shelf-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let own: string;
let shelf: ProtocolShelf;
let turn = 0;
beforeEach(() => {
  own = join(scratch, `own-${turn++}`);
  shelf = new ProtocolShelf(library, own);
});

const mine: Protocol = {
  id: 'mine',
  name: 'Mine',
  source: 'test',
  holdingMv: -80,
  segments: [{ kind: 'step', voltageMv: 5, durationMs: 20 }],
};

describe('the shelf of protocols', () => {
  it('has the library before anything is saved, and makes no folder to look', () => {
    const { entries, problems } = shelf.list();
    expect(entries[0]).toMatchObject({ origin: 'library', protocol: { id: 'twinclamp-10s' } });
    expect(entries.every(({ origin }) => origin === 'library')).toBe(true);
    expect(problems).toEqual([]);
    expect(existsSync(own)).toBe(false);
  });

  it('saves a protocol that is found again like any of the library, by another shelf too', () => {
    const saved = shelf.save(mine, false);
    expect(saved).toEqual({ kind: 'saved', file: join(own, 'mine.json') });
    expect(parseProtocol(readFileSync(join(own, 'mine.json'), 'utf8'))).toEqual(mine);
    expect(new ProtocolShelf(library, own).find('mine')).toEqual(mine);
    expect(shelf.list().entries.at(-1)).toEqual({ origin: 'own', protocol: mine });
  });

  it('replaces an own protocol only when that is asked, in the file it is in', () => {
    shelf.save(mine, false);
    writeFileSync(join(own, 'other-name.json'), readFileSync(join(own, 'mine.json')));
    rmSync(join(own, 'mine.json'));
    const changed = { ...mine, holdingMv: -70 };
    expect(shelf.save(changed, false)).toEqual({ kind: 'taken', by: 'own', name: 'Mine' });
    expect(shelf.find('mine')).toEqual(mine);
    expect(shelf.save(changed, true)).toEqual({ kind: 'saved', file: join(own, 'other-name.json') });
    expect(shelf.find('mine')).toEqual(changed);
    expect(readdirSync(own)).toEqual(['other-name.json']);
  });

  it('never replaces a protocol of the library, nor a file it cannot read unless that is asked', () => {
    expect(shelf.save({ ...mine, id: 'clark2022' }, true)).toEqual({ kind: 'taken', by: 'library', name: 'Clark 2022, exact' });
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'mine.json'), '{ half a file');
    expect(shelf.save(mine, false)).toEqual({ kind: 'taken', by: 'file', name: 'mine.json' });
    expect(readFileSync(join(own, 'mine.json'), 'utf8')).toBe('{ half a file');
    expect(shelf.list().problems).toMatchObject([
      { file: join(own, 'mine.json'), message: expect.stringMatching(/mine\.json is not JSON/) },
    ]);
    expect(shelf.save(mine, true)).toMatchObject({ kind: 'saved' });
  });

  it('reports files whose id is taken and leaves the first one usable', () => {
    shelf.save(mine, false);
    writeFileSync(join(own, 'z.json'), JSON.stringify(mine));
    writeFileSync(join(own, 'a.json'), JSON.stringify({ ...mine, id: 'staircase' }));
    const { entries, problems } = shelf.list();
    expect(problems.map(({ message }) => message)).toEqual([
      'a.json has the id "staircase", which the library has too. Give it another "id".',
      'z.json has the id "mine", which mine.json has too. Give it another "id".',
    ]);
    expect(entries.filter(({ protocol }) => protocol.id === 'mine')).toHaveLength(1);
    expect(shelf.find('staircase').name).toMatch(/^Staircase/);
  });

  it('writes nothing outside its folder and no protocol that cannot be played', () => {
    expect(() => shelf.save({ ...mine, id: '../mine' }, false)).toThrow(/Choose another name/);
    expect(() => shelf.save({ ...mine, segments: [{ kind: 'step', voltageMv: 900, durationMs: 1 }] }, false)).toThrow(/within \+-200 mV/);
    expect(existsSync(own)).toBe(false);
  });

  it('removes own protocols and names what it does not know', () => {
    shelf.save(mine, false);
    shelf.remove('mine');
    expect(readdirSync(own)).toEqual([]);
    expect(() => shelf.remove('mine')).toThrow(/None of your own protocols is "mine"/);
    expect(() => shelf.remove('clark2022')).toThrow(/None of your own/);
    expect(() => shelf.find('mine')).toThrow(/Unknown protocol "mine".*clark2022-rounded/);
  });
});
