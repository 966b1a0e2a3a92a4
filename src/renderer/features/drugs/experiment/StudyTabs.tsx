import { SegmentedControl } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { listStudies, changeStudy } from './studyActions.ts';
import { TABS, type DrugTab } from './studyState.ts';

const LABELS: Readonly<Record<DrugTab, string>> = {
  one: 'One concentration',
  response: 'Response',
  outcomes: 'Outcomes',
  currents: 'Currents',
  decides: 'What decides',
  stored: 'Stored',
};

/** Parts of the results; the experiments that are stored come last. */
export function StudyTabs() {
  const workstation = useWorkstation();
  const tab = useAppState((state) => state.drugStudy.tab);
  return (
    <SegmentedControl
      size="small"
      value={tab}
      aria-label="Results"
      options={TABS.map((value) => ({ value, label: LABELS[value] }))}
      onValueChange={(value) => {
        changeStudy(workstation, { tab: value as DrugTab });
        if (value === 'stored') void listStudies(workstation);
      }}
    />
  );
}
