import { timeAboveZeroMs } from '../../../core/designer/design-limits.ts';
import { protocolDurationMs, type Protocol } from '../../../core/protocol/protocol.ts';
import { asProtocol, type OpenProtocol, type ScoreCourse } from './deskState.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { comparedProtocol } from './bindScores.ts';
import { ParameterBars } from './ParameterBars.tsx';
import { onSameCells } from './scoreCourse.ts';
import { ScoreHead } from './ScoreHead.tsx';
import { ScoreTable, type TimeFigures } from './ScoreTable.tsx';

/** How well the protocol informs the parameters of a cell, live while it is edited, beside the one it is compared with. */
export function ScorePanel({ open }: { open: OpenProtocol }) {
  const course = useAppState((state) => state.protocolDesk.score);
  const compareCourse = useAppState((state) => state.protocolDesk.compareScore);
  const compared = useAppState(comparedProtocol);
  const score = course.newest;
  const other = compared === null ? null : onSameCells(compareCourse, score);
  return (
    <Panel
      title="Score"
      className="score-panel"
      aside={
        <span className="fine" data-testid="score-state">
          {stateOf(course)}
        </span>
      }
    >
      <div className="score-scroll" tabIndex={0} aria-label="Score">
        <ScoreHead />
        {course.state === 'failed' && (
          <p className="field-problem" role="alert">
            {course.message}
          </p>
        )}
        {score === null ? (
          course.state !== 'failed' && (
            <p className="fine">The first cells are simulated at the holding potential; the first time this takes a moment.</p>
          )
        ) : (
          <div className={course.byCells[score.cells] === score ? '' : 'score-old'}>
            <ScoreTable
              score={score}
              other={other}
              otherName={compared === open.opened ? 'As opened' : (compared?.name ?? '')}
              totals={{ own: timesOf(asProtocol(open)), other: compared === null ? null : timesOf(compared) }}
            />
            <h3>Not identifiable</h3>
            {score.notIdentifiable.length === 0 ? (
              <p className="fine">{course.state === 'done' ? 'Every combination is identifiable.' : 'Shown when all cells are scored.'}</p>
            ) : (
              <ul className="notes" data-testid="score-not-identifiable">
                {score.notIdentifiable.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            )}
            <p className="fine bar-key">
              R² bound of each parameter: full above 0.9, pale above 0.5, outlined below.
              {compared === null ? '' : ' The tick is the other protocol.'}
            </p>
            <ParameterBars score={score} other={other} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function stateOf({ state, newest, byCells }: ScoreCourse): string {
  if (state === 'failed') return 'no score';
  if (newest === null) return state === 'scoring' ? 'scoring …' : '';
  if (byCells[newest.cells] !== newest) return 'scoring …';
  return state === 'done' ? `on ${newest.cells} beating cells` : `on ${newest.cells} cells so far …`;
}

function timesOf(protocol: Protocol): TimeFigures {
  return { totalS: protocolDurationMs(protocol) / 1000, aboveZeroS: timeAboveZeroMs(protocol) / 1000, segments: protocol.segments.length };
}
