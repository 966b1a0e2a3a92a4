import { findStimuli } from '../core/beat/find-stimuli.ts';
import { stimulusWords } from '../core/trace/correction.ts';
import type { FreeRecording } from '../core/trace/recording.ts';
import { readPotential } from '../inference/index.ts';

/** A cell's own potential for a fit. @throws Error where it was paced, or holds no potential */
export function ownPotentialFrom(file: string): FreeRecording {
  const potential = readPotential(file);
  const { voltageMv, sampleRateHz } = potential;
  const whole = voltageMv.length >= 8 && voltageMv.every((mv) => Number.isFinite(mv));
  const stimuli = whole ? findStimuli(voltageMv, 1000 / sampleRateHz) : null;
  if (stimuli !== null)
    throw new Error(
      `${file}: expected the cell's own rhythm, found stimuli every ${stimulusWords(stimuli.periodMs)} before ${stimuli.beats} beats. ` +
        'Give a potential without pacing; if it was not paced, import it into a session and state "session correct --paced no".',
    );
  return potential;
}
