import type { VoltageClampRecording } from '../../core/trace/recording.ts';

/** Recordings of which more is lost hold too little of a protocol. */
const MOST_LOST = 0.2;

/** The recording with 0 for lost samples, to be checked for other faults. @throws Error where too many are lost */
export function withoutGaps(recording: VoltageClampRecording): VoltageClampRecording {
  const { currentPaPf } = recording;
  const lost = currentPaPf.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  if (lost > MOST_LOST * currentPaPf.length)
    throw new Error(
      `${lost} of ${currentPaPf.length} samples of the current are lost; expected at most a fifth. Record the protocol again.`,
    );
  return { ...recording, currentPaPf: currentPaPf.map((value) => (Number.isNaN(value) ? 0 : value)) };
}
