import { currentFigure } from '../../../../core/report/study/current-figure.ts';
import type { StudyCourse, StudyView } from '../../../../core/report/study/study-view.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { DecidesTab } from './DecidesTab.tsx';
import { FigureView } from './FigureView.tsx';
import { OutcomesTab } from './OutcomesTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { StoredTab } from './StoredTab.tsx';
import { CourseCurrents, CourseOutcomes, CourseResponse } from './CourseView.tsx';
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
      {view !== null && (view.course === null ? <LevelsTab view={view} /> : <CourseTab view={view} course={view.course} />)}
    </section>
  );
}

function LevelsTab({ view }: { view: StudyView }) {
  const tab = useAppState((state) => state.drugStudy.tab);
  return (
    <>
      {tab === 'response' && <ResponseTab view={view} />}
      {tab === 'outcomes' && <OutcomesTab view={view} />}
      {tab === 'currents' && <FigureView name="currents" draw={(w, h) => currentFigure(view, undefined, w, h)} />}
      {tab === 'decides' && <DecidesTab view={view} />}
    </>
  );
}

function CourseTab({ view, course }: { view: StudyView; course: StudyCourse }) {
  const tab = useAppState((state) => state.drugStudy.tab);
  return (
    <>
      {tab === 'response' && <CourseResponse view={view} course={course} />}
      {tab === 'outcomes' && <CourseOutcomes view={view} course={course} />}
      {tab === 'currents' && <CourseCurrents view={view} course={course} />}
      {tab === 'decides' && (
        <p className="fine">A wash-in follows the beats over time. For what decides, run its concentrations each by itself.</p>
      )}
    </>
  );
}
