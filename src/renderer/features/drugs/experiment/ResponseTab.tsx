import { Switch } from '@blueprintjs/core';
import { FEATURE_WORDS, SWEEP_FEATURES, type SweepFeature } from '../../../../core/drug/swept-cell.ts';
import { potentialFigure } from '../../../../core/report/study/potential-figure.ts';
import { responseFigure } from '../../../../core/report/study/response-figure.ts';
import type { StudyView } from '../../../../core/report/study/study-view.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { SelectField } from '../../../ui/SelectField.tsx';
import { changeStudy } from './studyActions.ts';
import { FigureView } from './FigureView.tsx';

/** Action potentials by concentration, and one measure over the concentration. */
export function ResponseTab({ view }: { view: StudyView }) {
  const workstation = useWorkstation();
  const { feature, changes } = useAppState((state) => state.drugStudy);
  return (
    <>
      <FigureView name="potential" draw={(width, height) => potentialFigure(view, width, height)} />
      <div className="study-choice">
        <SelectField
          label="Measure"
          value={feature}
          options={SWEEP_FEATURES.map((key) => ({ value: key, label: `${FEATURE_WORDS[key][0]}, ${FEATURE_WORDS[key][1]}` }))}
          testId="study-feature"
          onChange={(key) => changeStudy(workstation, { feature: key as SweepFeature })}
        />
        <Switch
          label="Change against no drug"
          checked={changes}
          onChange={(event) => changeStudy(workstation, { changes: event.currentTarget.checked })}
        />
      </div>
      <FigureView name="response" draw={(width, height) => responseFigure(view, feature, changes, width, height)} />
    </>
  );
}
