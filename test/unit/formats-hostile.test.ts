import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ImportedFile } from '../../src/core/formats/imported.ts';
import { readRecordings } from '../../src/core/formats/read-recordings.ts';
import { formatTools } from '../../src/main/formats/index.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'formats');
const fixture = (name: string): Buffer => readFileSync(join(FOLDER, name));
const read = (bytes: Uint8Array): Promise<ImportedFile> => readRecordings({ bytes, name: 'x', companion: () => null }, formatTools());

/** A copy with numbers of its header changed. */
function changed(name: string, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(fixture(name));
  change(bytes);
  return bytes;
}

/** Peak memory of this process that the work added, MB. */
async function peakMb(work: () => Promise<unknown>): Promise<number> {
  const before = process.resourceUsage().maxRSS;
  await work();
  return (process.resourceUsage().maxRSS - before) / 1024;
}

/** A MATLAB variable of 150 million zeros in a tenth of a megabyte. */
function zipBomb(): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  const packed = deflateSync(Buffer.alloc(150_000_000));
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15, 0);
  tag.writeUInt32LE(packed.length, 4);
  return Buffer.concat([header, tag, packed]);
}

const BLOCK = 512;
const sectionAt = (bytes: Buffer, place: number): number => bytes.readUInt32LE(place) * BLOCK;

describe('hostile files are refused with a reason', () => {
  it.each<[string, () => Uint8Array, RegExp]>([
    ['an empty file', () => new Uint8Array(0), /^The file is empty/],
    ['four letters of ABF', () => Buffer.from('ABF2'), /cut off or damaged/],
    [
      'an ABF of another version',
      () => Buffer.from(`ABF3${'\0'.repeat(600)}`),
      /^This is an ABF file of version "3"\. Versions 1 and 2 are read/,
    ],
    ['ABF2 inside of another version', () => changed('episodes.abf', (b) => b.writeUInt8(7, 7)), /ABF file of version 7\.6\.0\.0/],
    ['ABF2 with 2^40 values', () => changed('floats.abf', (b) => b.writeBigInt64LE(-1n, 244)), /damaged/],
    [
      'ABF2 with 60,000 inputs',
      () => changed('episodes.abf', (b) => b.writeBigInt64LE(60_000n, 100)),
      /declares 60000 inputs, expected 1 to 64/,
    ],
    [
      'ABF2 whose tables lie outside',
      () => changed('episodes.abf', (b) => b.writeUInt32LE(0x7fffffff, 92)),
      /points at .* bytes from byte/,
    ],
    ['ABF2 with a rate of 0', () => changed('episodes.abf', (b) => b.writeFloatLE(0, sectionAt(b, 76) + 2)), /sampling interval is 0 us/],
    [
      'ABF2 without whole sweeps',
      () => fixture('episodes.abf').subarray(0, sectionAt(fixture('episodes.abf'), 236) + 100),
      /not one whole sweep is there/,
    ],
    ['ABF1 with -5 inputs', () => changed('telegraph-abf1.abf', (b) => b.writeInt16LE(-5, 120)), /declares -5 inputs/],
    [
      'WinWCP whose samples overlap',
      () => changed('records.wcp', (b) => b.write('NP=7000'.padEnd(25), b.indexOf('CTIME'))),
      /do not fit into records/,
    ],
    ['WinWCP of version 8', () => changed('records.wcp', (b) => b.write('8', 4)), /WinWCP file of version 8; version 9 is read/],
    ['AxoGraph of version 9', () => changed('axograph6.axgx', (b) => b.writeInt32BE(9, 4)), /AxoGraph file of version 9/],
    [
      'AxoGraph with 2^30 points',
      () => changed('axograph6.axgx', (b) => b.writeInt32BE(2 ** 30, 56)),
      /points at 2147483648 bytes from byte/,
    ],
    [
      'HEKA whose records lie',
      () => changed('heka-bundle.dat', (b) => b.writeInt32LE(1e9, b.indexOf('eerT') + 8 + 20 + 640)),
      /declares 1000000000 records below it/,
    ],
    [
      'HEKA traces that share their samples',
      () =>
        changed('heka-bundle.dat', (b) => {
          for (let at = b.indexOf('Imon'); at > 0; at = b.indexOf('Imon', at + 1)) b.writeInt32LE(4000, at + 40);
        }),
      /declares 4000 points, more than the file has left/,
    ],
    ['HEKA before PatchMaster 2', () => Buffer.from(`DATA${'\0'.repeat(600)}`), /HEKA file of before PatchMaster 2/],
    ['a MATLAB zip bomb', zipBomb, /unpacks to far more than a recording would/],
    ['an HDF5 bomb', () => fixture('bomb.nwb'), /has \d+ bytes but says that it holds 80000000000 bytes of values/],
    ['NWB behind another filter', () => fixture('lzf.nwb'), /packed with "lzf", which is not read; gzip is/],
    ['NWB 1', () => fixture('version1.nwb'), /^This is an NWB file of version "NWB-1\.0\.6"; versions 2\.x are read/],
    ['HDF5 of another kind', () => fixture('other.h5'), /neither NWB nor MATLAB 7\.3/],
    ['half an HDF5 file', () => fixture('icephys.nwb').subarray(0, 20_000), /HDF5 file is (cut off or )?damaged/],
    ['an Excel workbook', () => Buffer.from('PK\u0003\u0004'.padEnd(200, '\0')), /a zip archive or an Excel workbook.*CSV/],
    ['a Spike2 file', () => Buffer.from(`\u0009\0(C) CED 87${'\0'.repeat(200)}`, 'latin1'), /a Spike2 \(CED SMR\) file/],
    [
      'a Spike2 text',
      () => Buffer.from('"INFORMATION"\r\n"a.smr"\r\n-80\r\n-80\r\n-80\r\n'),
      /a Spike2 text file, one channel below the other/,
    ],
    ['a session', () => Buffer.from(`SQLite format 3\0${'\0'.repeat(200)}`), /a SQLite file, perhaps a TwinClamp session/],
    [
      'noise',
      () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3),
      /^The format of this file is not known\. Files of these kinds are read: ABF, ATF/,
    ],
    [
      'ATF that lies of its columns',
      () => Buffer.from('ATF\t1.0\n0\t900000000\n"Time (s)"\n0\n1\n'),
      /declares 0 header lines and 900000000 columns/,
    ],
    ['ATF cut off in its header', () => Buffer.from(`ATF\t1.0\n20\t2\n"${'a'.repeat(50)}"\n`), /ends in its header, after \d+ of 20 lines/],
  ])('%s', async (_, make, message) => {
    const bytes = make();
    const answer = await read(bytes).then(
      () => 'read',
      (error: unknown) => error as Error,
    );
    expect(answer).toBeInstanceOf(Error);
    expect((answer as Error).name).toBe('FormatError');
    expect((answer as Error).message).toMatch(message);
    expect((answer as Error).message.length).toBeLessThan(400);
  });

  it('a series with a damaged chunk is left out, and never read as what lies in the memory', async () => {
    const { recordings, notes } = await read(fixture('damaged-chunk.nwb'));
    expect(recordings).toMatchObject([{ name: 'vc0', sweeps: [{ startS: 0 }] }]);
    expect(notes).toContainEqual(expect.stringMatching(/^Series "vc1" was left out: This HDF5 file is damaged/));
  });

  it('bombs take no more memory than their budget', async () => {
    const bomb = zipBomb();
    expect(await peakMb(() => read(bomb).catch(() => undefined))).toBeLessThan(120);
    expect(await peakMb(() => read(fixture('bomb.nwb')).catch(() => undefined))).toBeLessThan(200);
  });

  it('structures that lead in circles end', async () => {
    const { recordings } = await read(fixture('circle-v73.mat'));
    expect(recordings.length).toBeLessThanOrEqual(1);
  });

  it('a file that was cut off keeps its whole sweeps and reports the cut', async () => {
    const { recordings, notes } = await read(fixture('plain-epochs.abf').subarray(0, -1500));
    expect(recordings[0]?.sweeps.length).toBeLessThan(3);
    expect(notes.join(' ')).toMatch(/The file is cut off|is outside the file/);
  });
});

describe('invalid values are not used', () => {
  it('a telegraph switch that is neither on nor off', async () => {
    const { recordings, notes } = await read(changed('episodes.abf', (b) => b.writeInt16LE(8224, sectionAt(b, 92) + 2)));
    expect(notes.join(' ')).toMatch(/Input "Im": its telegraph switch is 8224, expected 0 or 1; telegraphed values are ignored/);
    expect(recordings[0]?.channels).toHaveLength(2);
  });

  it('a gain of zero', async () => {
    const { notes } = await read(changed('episodes.abf', (b) => b.writeFloatLE(0, sectionAt(b, 92) + 40)));
    expect(notes.join(' ')).toMatch(/Input "Im": its instrument scale factor is 0, which cannot be; it is read as 1, so check the scale/);
  });
});
