import { describe, expect, it } from 'vitest';
import { libraryProtocol } from '../testing/files.testing.ts';
import type { Segment } from './protocol.ts';
import { downloadSentence, EPATCH, splitIntoDownloads } from './stimulus-device.ts';

const wide = { ...EPATCH, name: 'Rig', itemsPerDownload: 4096 };
const step = (voltageMv: number): Segment => ({ kind: 'step', voltageMv, durationMs: 10 });
const protocol = (levels: readonly number[]) => ({ holdingMv: -80, segments: levels.map(step) });

describe('downloads of a device', () => {
  it('splits the default protocol at steps to the holding potential, within the limit and complete', () => {
    const clark = libraryProtocol('clark2022-rounded');
    const split = splitIntoDownloads(clark, EPATCH.itemsPerDownload);
    if (split.kind === 'impossible') throw new Error('expected a split');
    expect(split.downloads.length).toBe(2);
    expect(split.downloads.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))).toEqual(
      clark.segments.map((_, i) => i),
    );
    for (const { first, last } of split.downloads) expect(last - first).toBeLessThan(15);
    expect(clark.segments[split.downloads[0]?.last ?? -1]).toMatchObject({ kind: 'step', voltageMv: clark.holdingMv });
  });

  it('needs one download where all items fit, and states it', () => {
    expect(splitIntoDownloads(protocol([0, 10, 20]), 3)).toEqual({ kind: 'possible', downloads: [{ first: 0, last: 2 }] });
    expect(downloadSentence(protocol([0, 10, 20]), wide)).toEqual({ playable: true, sentence: 'Rig: one download.' });
  });

  it('never splits at a ramp or at another potential, and names the stretch that is too long', () => {
    expect(splitIntoDownloads(protocol([0, -80, 1, 2, 3, 4, -80, 5]), 3)).toEqual({ kind: 'impossible', first: 2, last: 6 });
    const ramp = {
      ...protocol([0]),
      segments: [step(0), { kind: 'ramp', startMv: -80, endMv: -80, durationMs: 1 } as const, step(1), step(2)],
    };
    expect(splitIntoDownloads(ramp, 3)).toMatchObject({ kind: 'impossible' });
    expect(downloadSentence(protocol(Array.from({ length: 16 }, (_, i) => i)), EPATCH)).toEqual({
      playable: false,
      sentence: 'ePatch takes 15 items a download; segments 1 to 16 have no stay at -80 mV to split at.',
    });
  });
});
