import type { StudyCourse, StudyView } from '../../../../core/report/study/study-view.ts';
import { cellWords } from '../../../../core/report/study/study-view.ts';
import { washChargeFigure } from '../../../../core/report/study/wash-charge-figure.ts';
import { washFigure } from '../../../../core/report/study/wash-figure.ts';
import { washOutcomeFigure } from '../../../../core/report/study/wash-outcome-figure.ts';
import { eventWords, stopWords } from '../../../../core/drug/wash-words.ts';
import { FigureView } from './FigureView.tsx';

interface CourseProps {
  readonly view: StudyView;
  readonly course: StudyCourse;
}

/** Every beat of a wash-in over time. */
export function CourseResponse({ view, course }: CourseProps) {
  return <FigureView name="wash" draw={(width, height) => washFigure(view, course, width, height)} />;
}

/** Net charge of each current at every beat. */
export function CourseCurrents({ view, course }: CourseProps) {
  return isKnown(course) ? (
    <FigureView name="wash-charges" draw={(width, height) => washChargeFigure(view, course, width, height)} />
  ) : (
    <p className="fine">This wash-in was stored before currents were followed. Run it again to see them.</p>
  );
}

function isKnown({ result: { intervals, twin } }: StudyCourse): boolean {
  return intervals.some(({ chargesPcPf }) => chargesPcPf !== undefined) || twin.beats.some(({ chargesPcPf }) => chargesPcPf !== undefined);
}

/** What each cell does over time, and when it begins to. */
export function CourseOutcomes({ view, course }: CourseProps) {
  const { events, outcomes } = course.result.twin;
  const words = cellWords(view).replace('the', 'The');
  const first = outcomes[0] ?? '';
  return (
    <>
      <FigureView name="wash-outcomes" draw={(width, height) => washOutcomeFigure(view, course, width, height)} />
      <ul className="notes" data-testid="course-events">
        <li>{stopWords(course.result)}</li>
        {events.length === 0 && (
          <li>
            {words}: {first} all the time.
          </li>
        )}
        {events.map((event) => (
          <li key={event.atS}>
            {words}: {eventWords(event)}.
          </li>
        ))}
      </ul>
    </>
  );
}
