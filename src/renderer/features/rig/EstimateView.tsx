import type { InferenceEstimate } from '../../state/appState.ts';
import { OUTCOME_WORD } from '../../ui/beatFeatures.ts';
import { fixed } from '../../ui/quantity.ts';
import { Readout } from '../../ui/Readout.tsx';
import { estimateWord, type MakingState } from './estimateWord.ts';

/** What is known of the cell so far, and in words how it was found. */
export function EstimateView({ estimate, making, failed }: { estimate: InferenceEstimate; making: MakingState; failed: boolean }) {
  const { beat, chi2PerSample } = estimate;
  const beats = beat !== null && beat.features.cycleLengthMs !== null;
  return (
    <div className="estimate" data-testid="twin-estimate">
      <p aria-live="polite" data-testid="twin-estimate-word">
        {estimateWord(estimate, making)}
      </p>
      <div className="readout-grid">
        <Readout label="χ² / sample" value={fixed(chi2PerSample, 2)} level={failed ? 'alarm' : 'normal'} testId="estimate-chi2" />
        {beats && <Readout label="Cycle length" value={fixed(beat.features.cycleLengthMs, 0)} unit="ms" testId="estimate-cycle" />}
        {beats && <Readout label="APD90" value={fixed(beat.features.apd90Ms, 0)} unit="ms" testId="estimate-apd90" />}
      </div>
      {!beats && (
        <p className="fine">
          {beat === null ? 'The cell of this fit cannot be run by itself.' : `The cell: ${OUTCOME_WORD[beat.outcome]}.`}
        </p>
      )}
    </div>
  );
}
