import { useState } from 'react';
import { commandOffsetMv } from '../../../core/twin/beat-frame.ts';
import { ensembleNote } from '../../../core/twin/ensemble-note.ts';
import type { TwinBeat } from '../../state/appState.ts';
import { BeatPlot } from '../../ui/BeatPlot.tsx';
import { EnsembleTag } from '../../ui/EnsembleTag.tsx';
import { FeatureTable } from '../../ui/FeatureTable.tsx';
import { OutcomeTag } from '../../ui/OutcomeTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BeatChooser } from './BeatChooser.tsx';
import { recordedBeats } from './cellRecordings.ts';
import { shownBeats, type Frame } from './shownBeats.ts';
import type { OpenTwin } from './slice.ts';

/** Smaller offsets of the command are no difference between the frames, mV. */
const LEAST_OFFSET_MV = 0.05;

/** Beating of the cell without the electrode's seal leak. */
function unleaky({ outcome, features }: TwinBeat): string {
  if (features.cycleLengthMs === null) return `Without seal leak: ${outcome}`;
  return `Without seal leak: cycle ${features.cycleLengthMs.toFixed(0)} ms, APD90 ${features.apd90Ms?.toFixed(0) ?? '–'} ms`;
}

export function BeatPanel({ open }: { open: OpenTwin }) {
  const { twin } = open;
  const potentials = recordedBeats(open);
  const [chosen, setChosen] = useState<number | null>(null);
  const [frame, setFrame] = useState<Frame>('recorded');
  const potential = potentials.find(({ recordingId }) => recordingId === chosen) ?? potentials[0] ?? null;
  const offsetMv = commandOffsetMv(twin);
  const { recorded, ofTwin, ensemble, band, withLeak } = shownBeats(twin, potential?.beat ?? null, frame);
  const note = twin.ensemble === null ? null : ensembleNote(twin.ensemble);
  return (
    <Panel
      title="Action potential"
      className={`beat ${open.session.simulated ? 'plot-simulated' : ''}`}
      aside={
        <>
          {ensemble !== null && <EnsembleTag ensemble={ensemble} />}
          <OutcomeTag who="Twin" outcome={ofTwin.outcome} />
          {recorded !== null && <OutcomeTag who="Cell" outcome={recorded.outcome} />}
        </>
      }
    >
      <div className="beat-grid">
        <BeatPlot
          label="Action potential of the twin and of the recorded cell"
          band={band === null ? null : { ...band, label: 'ensemble' }}
          beats={[
            { beat: ofTwin, series: { label: 'twin', ink: 'twin', widthPx: 1.5 } },
            ...(recorded === null ? [] : [{ beat: recorded, series: { label: 'recorded', ink: 'recorded', widthPx: 3 } as const }]),
          ]}
        />
        <div>
          <BeatChooser
            potentials={potentials}
            chosen={potential?.recordingId ?? null}
            onChoose={setChosen}
            offsetMv={recorded !== null && Math.abs(offsetMv) >= LEAST_OFFSET_MV ? offsetMv : null}
            frame={frame}
            onFrame={setFrame}
          />
          {recorded === null ? (
            <FeatureTable first={{ name: 'Twin', beat: ofTwin }} second={null} differenceName="" ensemble={ensemble} />
          ) : (
            <FeatureTable
              first={{ name: 'Recorded', beat: recorded }}
              second={{ name: withLeak ? 'Twin with leak' : 'Twin', beat: ofTwin, testIdPrefix: 'twin' }}
              differenceName="Twin − recorded"
              ensemble={ensemble}
            />
          )}
          {note !== null && (
            <p className="fine" data-testid="ensemble-note">
              {note}
            </p>
          )}
          {recorded !== null && withLeak && <p className="fine">{unleaky(twin.beat)}</p>}
          {recorded === null && <p className="fine">This session holds no recorded action potential to compare with.</p>}
        </div>
      </div>
    </Panel>
  );
}
