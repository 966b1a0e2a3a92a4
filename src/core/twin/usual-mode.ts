import { cellKindOf } from '../trace/cell-kind.ts';
import type { FreeRecording, VoltageClampRecording } from '../trace/recording.ts';
import type { TwinEvidence } from './twin.ts';

/**
 * What of a recorded cell is fitted where nobody chooses: of a living one its clamp and its own potential where both were recorded; else by
 * the method (undefined).
 */
export function usualMode(
  recording: Pick<VoltageClampRecording, 'cell' | 'simulated'>,
  potential: FreeRecording | null,
): TwinEvidence['mode'] | undefined {
  return cellKindOf(recording) === 'living' && potential !== null ? 'clamp+potential' : undefined;
}
