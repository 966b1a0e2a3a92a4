import { InputGroup, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import { FAILED_FIT_NOTE, fitFailed } from '../../../core/twin/fit-failed.ts';
import type { Twin } from '../../state/appState.ts';
import { groupParameters, type InformedFilter } from './filterParameters.ts';
import { ParameterTable } from './ParameterTable.tsx';

export function ParameterPanel({ twin }: { twin: Twin }) {
  const [words, setWords] = useState('');
  const [informedBy, setInformedBy] = useState<InformedFilter>('all');
  const groups = groupParameters(twin.parameters, words, informedBy);
  const count = (which: Exclude<InformedFilter, 'all'>): number => twin.parameters.filter(({ informedBy }) => informedBy === which).length;
  return (
    <div className="parameter-panel">
      <div className="row pad-tight">
        <InputGroup
          size="small"
          fill
          type="search"
          placeholder="Filter, for instance IKr or mV"
          aria-label="Filter parameters"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <SegmentedControl
          size="small"
          aria-label="Informed by"
          value={informedBy}
          options={[
            { value: 'all', label: 'All' },
            { value: 'data', label: `Data ${count('data')}` },
            { value: 'partly', label: `Partly ${count('partly')}` },
            { value: 'prior', label: `Prior ${count('prior')}` },
          ]}
          onValueChange={(value) => setInformedBy(value as InformedFilter)}
        />
      </div>
      {fitFailed(twin.fit) && (
        <p className="fine pad-tight abnormal" data-testid="fit-failed">
          ▲ {FAILED_FIT_NOTE}
        </p>
      )}
      {groups.length === 0 ? (
        <p className="fine pad">No parameter matches. Clear the filter to see all.</p>
      ) : (
        <ParameterTable groups={groups} priorSd={twin.provenance.priorSd} />
      )}
    </div>
  );
}
