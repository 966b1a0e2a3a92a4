import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { changeStudy } from './experiment/studyActions.ts';
import { ChannelTable } from './ChannelTable.tsx';
import { ConcentrationField } from './ConcentrationField.tsx';
import { applyDrug } from './drugActions.ts';
import { DrugChooser } from './DrugChooser.tsx';
import { OwnCompound } from './experiment/OwnCompound.tsx';

export function DrugForm() {
  const workstation = useWorkstation();
  const ready = useAppState((state) => state.openTwin.kind === 'loaded');
  const busy = useAppState((state) => state.drugResult.kind === 'loading');
  return (
    <Panel title="Drug" className="drug-form">
      <DrugChooser />
      <ChannelTable />
      <OwnCompound />
      <ConcentrationField />
      <Button
        fill
        intent="primary"
        disabled={!ready}
        loading={busy}
        data-testid="drug-apply"
        onClick={() => {
          changeStudy(workstation, { tab: 'one' });
          void applyDrug(workstation);
        }}
      >
        Apply to the twin
      </Button>
    </Panel>
  );
}
