import { Tab, Tabs } from '@blueprintjs/core';
import type { OpenTwin } from './slice.ts';
import { NotIdentifiableList } from './NotIdentifiableList.tsx';
import { MethodsPanel } from './MethodsPanel.tsx';
import { NuisanceTable } from './NuisanceTable.tsx';
import { ParameterPanel } from './ParameterPanel.tsx';
import { ProvenanceList } from './ProvenanceList.tsx';
import { RecordingsList } from './RecordingsList.tsx';
import { useMethodRuns } from './useMethodRuns.ts';

export function TwinSide({ open }: { open: OpenTwin }) {
  const { twin } = open;
  // Here, not in the tab: a comparison continues while another tab is shown.
  const methods = useMethodRuns(open);
  return (
    <div className="panel twin-side">
      <Tabs id="twin-side" defaultSelectedTabId="parameters" renderActiveTabPanelOnly animate={false}>
        <Tab id="parameters" title={`Parameters ${twin.parameters.length}`} panel={<ParameterPanel twin={twin} />} />
        <Tab
          id="not-identifiable"
          title={`Not identifiable ${twin.notIdentifiable.length}`}
          panel={<NotIdentifiableList notIdentifiable={twin.notIdentifiable} />}
        />
        <Tab id="rig" title="Artefacts" panel={<NuisanceTable nuisance={twin.nuisance} />} />
        <Tab id="methods" title="Methods" panel={<MethodsPanel open={open} methods={methods} />} />
        <Tab
          id="provenance"
          title="Recordings"
          panel={
            <>
              <RecordingsList open={open} />
              <ProvenanceList twin={twin} />
            </>
          }
        />
      </Tabs>
    </div>
  );
}
