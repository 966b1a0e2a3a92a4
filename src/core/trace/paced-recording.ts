import { pacedBeat, type PacedBeat } from '../beat/paced-beat.ts';
import { filledPotential, lostShare, MOST_LOST } from './filled-potential.ts';
import type { FreeRecording } from './recording.ts';

/** The beat of a paced recording, or why it has none that can be fitted. @param ownCycleMs see pacedBeat */
export function pacedBeatOf(recording: FreeRecording, ownCycleMs: number | null = null): PacedBeat {
  const { voltageMv, sampleRateHz } = recording;
  if (voltageMv.length < 8) return { why: 'It has fewer than 8 samples.' };
  if (lostShare(voltageMv) > MOST_LOST) return { why: 'More than a fifth of its samples are lost.' };
  return pacedBeat(filledPotential(recording), 1000 / sampleRateHz, ownCycleMs);
}
