import type { ProtocolScore } from '../../../shared/contract/schemas.ts';
import type { ScoreCourse } from './deskState.ts';

/** A new version is being scored: the last score stays on screen until the first answer. */
export function beginCourse(course: ScoreCourse): ScoreCourse {
  return { ...course, state: 'scoring', byCells: {}, message: null };
}

export function addScore(course: ScoreCourse, score: ProtocolScore): ScoreCourse {
  return { ...course, newest: score, byCells: { ...course.byCells, [score.cells]: score } };
}

export function endCourse(course: ScoreCourse): ScoreCourse {
  return { ...course, state: 'done' };
}

export function failCourse(course: ScoreCourse, message: string): ScoreCourse {
  return { ...course, state: 'failed', message };
}

/** The score of another protocol on the same cells as this one; on all of its own while this one has none yet. */
export function onSameCells(other: ScoreCourse, score: ProtocolScore | null): ProtocolScore | null {
  return (score === null ? undefined : other.byCells[score.cells]) ?? other.newest;
}
