import { Button } from '@blueprintjs/core';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { DrugForm } from './DrugForm.tsx';
import { ExperimentPanel } from './experiment/ExperimentPanel.tsx';
import { StudyPane } from './experiment/StudyPane.tsx';
import { StudyTabs } from './experiment/StudyTabs.tsx';
import { DrugResultView } from './DrugResultView.tsx';
import { TwinChooser } from './TwinChooser.tsx';

export function DrugsDesk() {
  const tab = useAppState((state) => state.drugStudy.tab);
  const open = valueOf(useAppState((state) => state.openTwin));
  const someTwin = useAppState((state) => (valueOf(state.sessions) ?? []).some(({ twins }) => twins > 0));
  return (
    <>
      <div className="drug-side">
        {(open !== null || someTwin) && <TwinChooser />}
        <DrugForm />
        {tab !== 'one' && <ExperimentPanel />}
      </div>
      <div className="drug-result">
        <StudyTabs />
        {tab !== 'one' ? (
          <StudyPane />
        ) : open === null ? (
          <EmptyState title={someTwin ? 'Choose a twin' : 'A drug needs a twin'} {...(someTwin ? {} : { action: <RecordButton /> })}>
            {someTwin
              ? 'Choose the session whose twin gets the drug.'
              : 'Record a cell, or import one and infer its twin. Experiments run on the published cell and on a population too.'}
          </EmptyState>
        ) : (
          <DrugResultView open={open} />
        )}
      </div>
    </>
  );
}

function RecordButton() {
  const { store } = useWorkstation();
  return (
    <Button intent="primary" onClick={() => store.set({ desk: 'rig' })}>
      Record a cell
    </Button>
  );
}
