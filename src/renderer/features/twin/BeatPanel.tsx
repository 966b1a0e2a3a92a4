import { ensembleNote } from '../../../core/twin/ensemble-note.ts';
import type { TwinBeat } from '../../state/appState.ts';
import type { OpenTwin } from './slice.ts';
import { BeatPlot } from '../../ui/BeatPlot.tsx';
import { EnsembleTag } from '../../ui/EnsembleTag.tsx';
import { FeatureTable } from '../../ui/FeatureTable.tsx';
import { OutcomeTag } from '../../ui/OutcomeTag.tsx';
import { Panel } from '../../ui/Panel.tsx';

/** The recorded action potential of the same cell, when the session holds one: the first with measured beats. */
export function recordedBeat(open: OpenTwin): TwinBeat | null {
  return open.session.recordingList.find((recording) => recording.kind === 'spontaneous' && recording.beat !== null)?.beat ?? null;
}

/** Beating of the cell without the electrode's seal leak. */
function unleaky({ outcome, features }: TwinBeat): string {
  if (features.cycleLengthMs === null) return `Without seal leak: ${outcome}`;
  return `Without seal leak: cycle ${features.cycleLengthMs.toFixed(0)} ms, APD90 ${features.apd90Ms?.toFixed(0) ?? '–'} ms`;
}

export function BeatPanel({ open }: { open: OpenTwin }) {
  const recorded = recordedBeat(open);
  // A recorded beat was measured through a pipette: it is compared with the twin with the same seal leak.
  const leaky = recorded === null ? null : open.twin.beatWithLeak;
  const twin = leaky ?? open.twin.beat;
  const ensemble = leaky === null ? (open.twin.ensemble?.beat ?? null) : (open.twin.ensemble?.beatWithLeak ?? null);
  const note = open.twin.ensemble === null ? null : ensembleNote(open.twin.ensemble);
  const twinName = leaky === null ? 'Twin' : 'Twin with leak';
  return (
    <Panel
      title="Action potential"
      className={`beat ${open.session.simulated ? 'plot-simulated' : ''}`}
      aside={
        <>
          {leaky !== null && <span className="fine">{unleaky(open.twin.beat)}</span>}
          {ensemble !== null && <EnsembleTag ensemble={ensemble} />}
          <OutcomeTag who="Twin" outcome={twin.outcome} />
          {recorded !== null && <OutcomeTag who="Cell" outcome={recorded.outcome} />}
        </>
      }
    >
      <div className="beat-grid">
        <BeatPlot
          label="Action potential of the twin and of the recorded cell"
          beats={[
            { beat: twin, series: { label: 'twin', ink: 'twin', widthPx: 1.5 } },
            ...(recorded === null ? [] : [{ beat: recorded, series: { label: 'recorded', ink: 'recorded', widthPx: 3 } as const }]),
          ]}
        />
        <div>
          {recorded === null ? (
            <FeatureTable first={{ name: 'Twin', beat: twin }} second={null} differenceName="" ensemble={ensemble} />
          ) : (
            <FeatureTable
              first={{ name: 'Recorded', beat: recorded }}
              second={{ name: twinName, beat: twin, testIdPrefix: 'twin' }}
              differenceName="Twin − recorded"
              ensemble={ensemble}
            />
          )}
          {note !== null && (
            <p className="fine" data-testid="ensemble-note">
              {note}
            </p>
          )}
          {recorded === null && <p className="fine">This session holds no recorded action potential to compare with.</p>}
        </div>
      </div>
    </Panel>
  );
}
