import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { protocolDurationMs, protocolSampleCount, sampleCommand } from '../../src/core/protocol/protocol.ts';
import { findProtocol, loadProtocols } from '../../src/main/store/protocol-library.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'resources/protocols');
const cells = join(root, '../shared/data/ipsc-cm');
const scratch = mkdtempSync(join(tmpdir(), 'protocols-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('protocol library', () => {
  it('holds the published protocols, the default first', () => {
    const protocols = loadProtocols(folder);
    expect(protocols[0]?.id).toBe('twinclamp-10s');
    expect(protocols.map((protocol) => protocol.id)).toEqual(
      expect.arrayContaining([
        'clark2022',
        'clark2022-rounded',
        'clark2024-autopatch',
        'groenendaal2015',
        'ipsc-steps',
        'sutanto2022-atrial',
      ]),
    );
    expect(protocolDurationMs(findProtocol(folder, 'clark2022-rounded'))).toBeCloseTo(9455.1, 6);
    expect(protocolSampleCount(findProtocol(folder, 'clark2022-rounded'), 10_000)).toBe(94_552);
    expect(protocolSampleCount(findProtocol(folder, 'ipsc-steps'), 10_000)).toBe(55_000);
  });

  it('names the known protocols when asked for another, and reads a file', () => {
    expect(() => findProtocol(folder, 'nonsense')).toThrow(/Unknown protocol "nonsense".*clark2022-rounded/);
    const file = join(scratch, 'own.json');
    writeFileSync(file, JSON.stringify({ ...findProtocol(folder, 'groenendaal2015'), id: 'own' }));
    expect(findProtocol(folder, file).id).toBe('own');
    writeFileSync(join(scratch, 'twice.json'), readFileSync(file));
    expect(() => loadProtocols(scratch)).toThrow(/Two protocol files/);
  });

  it.skipIf(!existsSync(cells))('plays the command column of both real cells (skipped: ../shared is absent)', () => {
    const command = sampleCommand(findProtocol(folder, 'ipsc-steps'), 10_000);
    for (const cell of ['021921_1', '031221_1']) {
      const rows = readFileSync(join(cells, cell, 'Compensation_rspre_80.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      expect(rows).toHaveLength(command.length);
      const column = rows.map((row) => Math.round(1e6 * Number(row.split(',')[1])) / 1e3);
      // The column shows the new level on an edge sample, a protocol the level that ends there.
      const off = column.flatMap((v, k) => (v === command[k] ? [] : [k]));
      expect(off).toHaveLength(25);
      expect(off.every((k) => k === 0 || column[k - 1] === command[k])).toBe(true);
    }
  });
});
