import type { BeatBand } from '../../../core/twin/beat-band.ts';
import { commandOffsetMv, shiftedBeat } from '../../../core/twin/beat-frame.ts';
import type { EnsembleBeat } from '../../../core/twin/ensemble.ts';
import type { Twin, TwinBeat } from '../../state/appState.ts';

/** 'recorded': as the amplifier shows potentials; 'membrane': with the offset of the command, junction potential included, taken off. */
export type Frame = 'recorded' | 'membrane';

export interface ShownBeats {
  readonly recorded: TwinBeat | null;
  readonly ofTwin: TwinBeat;
  readonly ensemble: EnsembleBeat | null;
  /** In its own frame, and how far it is shifted, mV. */
  readonly band: { readonly band: BeatBand; readonly shiftMv: number } | null;
  /** A recorded beat was measured through a pipette: it is compared with the twin with the same seal leak. */
  readonly withLeak: boolean;
}

/** Recorded beat, twin and ensemble in one frame. Without a recorded beat the twin is shown as it is: free, at its membrane. */
export function shownBeats(twin: Twin, recorded: TwinBeat | null, frame: Frame): ShownBeats {
  const offsetMv = commandOffsetMv(twin);
  const band = twin.beatBand ?? null;
  if (recorded === null || twin.beatWithLeak === null) {
    return {
      recorded,
      ofTwin: twin.beat,
      ensemble: twin.ensemble?.beat ?? null,
      band: band !== null && twin.beatWithLeak === null ? { band, shiftMv: 0 } : null,
      withLeak: false,
    };
  }
  const membrane = frame === 'membrane';
  const ensemble = twin.ensemble?.beatWithLeak ?? null;
  return {
    recorded: shiftedBeat(recorded, membrane ? offsetMv : 0),
    ofTwin: shiftedBeat(twin.beatWithLeak, membrane ? 0 : -offsetMv),
    ensemble: ensemble === null || membrane ? ensemble : asRecorded(ensemble, band, offsetMv),
    band: band && { band, shiftMv: membrane ? offsetMv : 0 },
    withLeak: true,
  };
}

/** Members have offsets of their own: their range as recorded is that of the band, where there is one. */
function asRecorded(ensemble: EnsembleBeat, band: BeatBand | null, offsetMv: number): EnsembleBeat {
  const less = (spread: EnsembleBeat['features']['mdpMv']): EnsembleBeat['features']['mdpMv'] =>
    spread && { median: spread.median - offsetMv, low: spread.low - offsetMv, high: spread.high - offsetMv };
  const { features } = ensemble;
  return {
    ...ensemble,
    features: { ...features, mdpMv: band?.mdpMv ?? less(features.mdpMv), peakMv: band?.peakMv ?? less(features.peakMv) },
  };
}
