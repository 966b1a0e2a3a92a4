import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import type { ClampChange } from '../../core/inference/clamp-change.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { twinArtefacts, twinHistory, twinValues } from '../../core/twin/twin-values.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { changeOfRecordings } from './change-of-recordings.ts';
import { livingSetting } from './living-setting.ts';

/**
 * What changed in a twin's cell between two of its clamp recordings, for instance before and with a drug. The twin is that of the first
 * one.
 * @throws Error where the two were not played with one protocol at one rate
 */
export function changeOfTwin(
  kernel: PopulationKernel,
  twin: Twin,
  before: VoltageClampRecording,
  after: VoltageClampRecording,
): Promise<ClampChange> {
  const { protocol, sampleRateHz } = before;
  if (JSON.stringify(after.protocol.segments) !== JSON.stringify(protocol.segments) || after.sampleRateHz !== sampleRateHz)
    throw new Error(
      `Expected two recordings of one protocol at one rate, got "${protocol.name}" at ${sampleRateHz} Hz and "${after.protocol.name}" at ` +
        `${after.sampleRateHz} Hz. Choose two that are alike.`,
    );
  const { offsetPaPf, capacitanceRatio, ...artefacts } = twinArtefacts(twin);
  // A twin that came without an electrode has none.
  const mode = artefacts.rsCmMs > 0 ? twin.clamp.mode : 'ideal';
  const observer = new ClampObserver(kernel, { protocol, sampleRateHz, mode, filterHz: twin.clamp.filterHz });
  const cell = { values: twinValues(twin), artefacts, history: twinHistory(twin) };
  const { blankMs } = livingSetting(before, kernel.model);
  return changeOfRecordings(
    observer,
    { cell, recordedAs: { offsetPaPf, capacitanceRatio } },
    before.currentPaPf,
    after.currentPaPf,
    blankMs,
  );
}
