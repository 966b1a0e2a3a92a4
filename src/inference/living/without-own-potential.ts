import type { FreeRecording } from '../../core/trace/recording.ts';

/** What the mode clamp+potential says where the cell's own potential is missing. @param paced potentials that there are instead */
export function withoutOwnPotential(paced: readonly FreeRecording[]): Error {
  const [first] = paced;
  if (first === undefined)
    return new Error(
      "The mode clamp+potential fits the cell's own potential as well, and there is none. Record the cell free of the clamp, name the " +
        'recording, or choose the mode "clamp".',
    );
  const others = paced.length === 1 ? '' : ` and ${paced.length - 1} more`;
  return new Error(
    `The mode clamp+potential expected the cell's own potential without stimuli, got only paced ones (${first.name}${others}). Record ` +
      'the cell free of clamp and stimuli for 2 s or more, state that a recording was not paced, or choose the mode "clamp".',
  );
}
