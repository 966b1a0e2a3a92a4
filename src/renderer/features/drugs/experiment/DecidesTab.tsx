import { Button } from '@blueprintjs/core';
import { channelFigure, ensembleTornado, tornadoFigure } from '../../../../core/report/study/tornado-figure.ts';
import { cellWords, type StudyView } from '../../../../core/report/study/study-view.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { SelectField } from '../../../ui/SelectField.tsx';
import { fixed } from '../../../ui/quantity.ts';
import { askWhatDecides, changeStudy } from './studyActions.ts';
import { FigureView } from './FigureView.tsx';

/** Which parameter and which channel decide at one concentration. */
export function DecidesTab({ view }: { view: StudyView }) {
  const workstation = useWorkstation();
  const { study, running, answer, answerNm } = useAppState((state) => state.drugStudy);
  const busy = useAppState((state) => state.pending.has('drug:sensitivity'));
  return (
    <>
      <div className="study-choice">
        <SelectField
          label="Concentration"
          value={answerNm}
          options={view.levels.filter(({ nM }) => nM > 0).map(({ nM }) => ({ value: String(nM), label: `${nM} nM` }))}
          testId="decides-concentration"
          onChange={(nM) => changeStudy(workstation, { answerNm: nM, answer: null })}
        />
        <Button
          intent="primary"
          size="small"
          loading={busy}
          disabled={study === null || running !== null}
          data-testid="decides-ask"
          onClick={() => void askWhatDecides(workstation)}
        >
          Ask what decides
        </Button>
        {answer !== null && <p className="fine">{words(answer.sensitivity, cellWords(view))}</p>}
      </div>
      {answer !== null && (
        <div className="study-pair">
          <FigureView name="tornado" draw={(width, height) => tornadoFigure(view, answer.sensitivity, width, height)} />
          <FigureView name="channels" draw={(width, height) => channelFigure(view, answer.sensitivity, width, height)} />
        </div>
      )}
      {answer !== null && answer.ensemble.length > 0 && (
        <FigureView
          name="tornado-ensemble"
          draw={(width, height) => ensembleTornado(view, answer.sensitivity.nM, answer.ensemble, width, height)}
        />
      )}
    </>
  );
}

type Answer = Parameters<typeof tornadoFigure>[1];

function words({ change, outcome, reversedWithout, leftOut }: Answer, who: string): string {
  if (change === null) return `No APD90 of ${who} at this concentration: ${outcome}.`;
  const all = [...new Set(leftOut.flatMap(({ channels }) => channels))];
  const without = reversedWithout === null ? null : all.filter((channel) => !reversedWithout.channels.includes(channel)).join(' and ');
  const sign = without === null ? 'No combination of its channels turns the sign.' : `Without the block of ${without} the sign turns.`;
  return `APD90 changes by ${fixed(change, 0)} ms. ${sign}`;
}
