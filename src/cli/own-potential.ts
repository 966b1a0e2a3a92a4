import { findStimuli } from '../core/beat/find-stimuli.ts';
import { analyseBeats } from '../core/beat/beats.ts';
import { stimulusWords } from '../core/trace/correction.ts';
import { filledPotential } from '../core/trace/filled-potential.ts';
import { pacedBeatOf } from '../core/trace/paced-recording.ts';
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
        'Give a potential without pacing, and this one as --paced-potential; if it was not paced, import it into a session ' +
        'and state "session correct --paced no".',
    );
  return potential;
}

/** A paced potential for a fit. @param own potential of the cell, where there is one @throws Error where its beats follow no stimuli */
export function pacedPotentialFrom(file: string, own: FreeRecording | null): FreeRecording {
  const potential = readPotential(file);
  const found = pacedBeatOf(potential, own === null ? null : cycleOf(own));
  if ('why' in found)
    throw new Error(`${file}: expected a paced potential with a beat after each stimulus. ${found.why} Leave it out or name another one.`);
  return potential;
}

function cycleOf(own: FreeRecording): number | null {
  return analyseBeats(filledPotential(own), 1000 / own.sampleRateHz).features.cycleLengthMs;
}
