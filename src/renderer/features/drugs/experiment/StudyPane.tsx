import { currentFigure } from '../../../../core/report/study/current-figure.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { DecidesTab } from './DecidesTab.tsx';
import { FigureView } from './FigureView.tsx';
import { OutcomesTab } from './OutcomesTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { StoredTab } from './StoredTab.tsx';
import { StudyHead } from './StudyHead.tsx';
import { shownView } from './studyState.ts';

/** The results of an experiment, as they come. */
export function StudyPane() {
  const desk = useAppState((state) => state.drugStudy);
  const view = shownView(desk);
  return (
    <section className="panel study-pane" aria-label="Results of the experiment">
      <StudyHead />
      {desk.tab === 'stored' && <StoredTab />}
      {view !== null && desk.tab === 'response' && <ResponseTab view={view} />}
      {view !== null && desk.tab === 'outcomes' && <OutcomesTab view={view} />}
      {view !== null && desk.tab === 'currents' && <FigureView name="currents" draw={(w, h) => currentFigure(view, undefined, w, h)} />}
      {view !== null && desk.tab === 'decides' && <DecidesTab view={view} />}
    </section>
  );
}
