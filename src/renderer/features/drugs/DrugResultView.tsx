import type { OpenTwin } from '../twin/slice.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { BeatPlot } from '../../ui/BeatPlot.tsx';
import { EnsembleTag } from '../../ui/EnsembleTag.tsx';
import { FeatureTable } from '../../ui/FeatureTable.tsx';
import { OutcomeTag } from '../../ui/OutcomeTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AlarmList } from '../twin/AlarmList.tsx';
import { DrugWhat } from './DrugWhat.tsx';
import { isStale } from './isStale.ts';

/** The twin's action potential without and with the drug. */
export function DrugResultView({ open }: { open: OpenTwin }) {
  const form = useAppState((state) => state.drugForm);
  const applied = valueOf(useAppState((state) => state.drugResult));
  const before = applied?.result.before ?? open.twin.beat;
  const after = applied?.result.after ?? null;
  const ensemble = applied === null ? (open.twin.ensemble?.beat ?? null) : (applied.result.ensemble?.after ?? null);
  const simulated = open.session.simulated || open.twin.simulated === true || applied?.result.simulated === true;
  const stale = applied !== null && isStale(applied, form);
  return (
    <>
      <AlarmList alarms={applied?.result.alarms ?? open.twin.alarms} />
      <Panel
        title={`Action potential of ${open.twin.cellName}`}
        className={`drug-plot ${simulated ? 'plot-simulated' : ''}`}
        aside={
          <>
            {stale && <span className="flag flag-warning">! shown for {applied.form.concentrationNm} nM: apply again</span>}
            {ensemble !== null && <EnsembleTag ensemble={ensemble} />}
            <OutcomeTag who="Before" outcome={before.outcome} />
            {after !== null && <OutcomeTag who="After" outcome={after.outcome} />}
          </>
        }
      >
        {applied !== null && !stale && <DrugWhat what={applied.what} simulated={simulated} fit={open.twin.fit} />}
        <BeatPlot
          label="Action potential of the twin without and with the drug"
          beats={[
            ...(after === null ? [] : [{ beat: after, series: { label: 'with drug', ink: 'after', widthPx: 1.5 } as const }]),
            { beat: before, series: { label: 'without', ink: 'recorded', widthPx: 3 } },
          ]}
        />
      </Panel>
      <div className="drug-tables">
        <Features before={before} after={after} ensemble={ensemble} changes={applied?.result.ensemble?.change ?? null} />
        <ToKnow notes={applied?.result.notes ?? []} />
      </div>
    </>
  );
}

type TableProps = Parameters<typeof FeatureTable>[0];

interface FeaturesProps extends Required<Pick<TableProps, 'ensemble' | 'changes'>> {
  readonly before: TableProps['first']['beat'];
  readonly after: TableProps['first']['beat'] | null;
}

function Features({ before, after, ensemble, changes }: FeaturesProps) {
  const first = { name: 'Before', beat: before };
  return (
    <Panel title="Features" className="grow">
      {after === null ? (
        <FeatureTable first={first} second={null} differenceName="" ensemble={ensemble} />
      ) : (
        <FeatureTable
          first={first}
          second={{ name: 'After', beat: after, testIdPrefix: 'drug-after' }}
          differenceName="Change"
          ensemble={ensemble}
          changes={changes}
        />
      )}
    </Panel>
  );
}

/** What a result does not say. */
function ToKnow({ notes }: { notes: readonly string[] }) {
  return (
    <Panel title="To know">
      <ul className="notes">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {!notes.some((note) => note.includes('INaL')) && (
          <li>The Kernik 2019 cell has no late sodium current: INaL block has no effect on this twin.</li>
        )}
        <li>An empty IC50 is unknown, not zero. Sources differ widely: compare them.</li>
        <li>Block is the Hill equation on the conductance; binding kinetics and voltage dependence are not modelled.</li>
      </ul>
    </Panel>
  );
}
