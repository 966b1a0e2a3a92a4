import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ChannelTable } from './ChannelTable.tsx';
import { measuredChoice, measuredNow } from './chosenEntry.ts';
import { ConcentrationField } from './ConcentrationField.tsx';
import { applyDrug } from './drugActions.ts';
import { DrugChooser } from './DrugChooser.tsx';
import { MeasuredTable } from './MeasuredTable.tsx';
import { OwnCompound } from './experiment/OwnCompound.tsx';

/** The drug; of one concentration also the values of its channels, which an experiment takes from here. */
export function DrugForm() {
  const tab = useAppState((state) => state.drugStudy.tab);
  return (
    <Panel title="Drug" className="drug-form">
      <DrugChooser />
      {tab === 'one' && <OneConcentration />}
    </Panel>
  );
}

function OneConcentration() {
  const workstation = useWorkstation();
  const ready = useAppState((state) => state.openTwin.kind === 'loaded');
  const measured = useAppState((state) => measuredChoice(state) !== null);
  const found = useAppState((state) => !measured || measuredNow(state) !== null);
  const busy = useAppState((state) => state.drugResult.kind === 'loading');
  return (
    <>
      {measured ? <MeasuredTable /> : <ChannelTable />}
      <OwnCompound />
      <ConcentrationField />
      <Button
        fill
        intent="primary"
        disabled={!ready || !found}
        loading={busy}
        data-testid="drug-apply"
        onClick={() => void applyDrug(workstation)}
      >
        Apply to the twin
      </Button>
    </>
  );
}
