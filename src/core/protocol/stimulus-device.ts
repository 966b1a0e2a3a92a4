import type { ProtocolGrid } from './realise-protocol.ts';
import type { Protocol } from './protocol.ts';

/** Limits of a device for protocols. */
export interface StimulusDevice {
  readonly name: string;
  readonly grid: ProtocolGrid;
  /** Items that one download takes. */
  readonly itemsPerDownload: number;
}

/** ePatch: 1 mV, 0.1 ms, 15 items a protocol (Elements' e384commLib). */
export const EPATCH: StimulusDevice = { name: 'ePatch', grid: { voltageStepMv: 1, timeStepMs: 0.1 }, itemsPerDownload: 15 };

/** First and last segment of a download, from 0. */
export interface Download {
  readonly first: number;
  readonly last: number;
}

/** The downloads a device needs, or a run of segments that is too long for one and cannot be split. */
export type Downloads =
  { readonly kind: 'possible'; readonly downloads: readonly Download[] } | ({ readonly kind: 'impossible' } & Download);

/**
 * Splits a protocol into downloads. Between two downloads a device rests at the holding potential for an unknown time, so a
 * download may end only with a step at that potential. The fewest downloads are used.
 */
export function splitIntoDownloads({ holdingMv, segments }: Pick<Protocol, 'holdingMv' | 'segments'>, itemsPerDownload: number): Downloads {
  const downloads: Download[] = [];
  for (let first = 0; first < segments.length;) {
    if (segments.length - first <= itemsPerDownload) {
      downloads.push({ first, last: segments.length - 1 });
      break;
    }
    const isStay = (i: number): boolean => {
      const segment = segments[i];
      return segment?.kind === 'step' && segment.voltageMv === holdingMv;
    };
    let last = first + itemsPerDownload - 1;
    while (last >= first && !isStay(last)) last--;
    if (last < first) {
      let next = first + itemsPerDownload;
      while (next < segments.length - 1 && !isStay(next)) next++;
      return { kind: 'impossible', first, last: Math.min(next, segments.length - 1) };
    }
    downloads.push({ first, last });
    first = last + 1;
  }
  return { kind: 'possible', downloads };
}

/** Number of downloads for a protocol, as a sentence, and whether the device can play it. */
export function downloadSentence(
  protocol: Pick<Protocol, 'holdingMv' | 'segments'>,
  { name, itemsPerDownload }: StimulusDevice,
): { readonly playable: boolean; readonly sentence: string } {
  const split = splitIntoDownloads(protocol, itemsPerDownload);
  if (split.kind === 'impossible') {
    return {
      playable: false,
      sentence:
        `${name} takes ${itemsPerDownload} items a download; segments ${split.first + 1} to ${split.last + 1} have no stay at ` +
        `${protocol.holdingMv} mV to split at.`,
    };
  }
  const { length } = split.downloads;
  if (length <= 1) return { playable: true, sentence: `${name}: one download.` };
  const ends = split.downloads.slice(0, -1).map(({ last }) => last + 1);
  return {
    playable: true,
    sentence:
      `${name}: ${length} downloads of at most ${itemsPerDownload} items, split after ` +
      `${ends.length === 1 ? 'segment' : 'segments'} ${ends.join(', ')}.`,
  };
}
