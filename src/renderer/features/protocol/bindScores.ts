import { valueOf } from '../../state/loadable.ts';
import type { AppState, Protocol } from '../../state/appState.ts';
import { AS_OPENED, asProtocol, NO_SCORE, type ProtocolDeskState, type ScoreCourse } from './deskState.ts';
import type { Workstation } from '../../state/workstation.ts';
import { updateDesk } from './editActions.ts';
import { LatestScore, type ScoreWish } from './latestScore.ts';
import { addScore, beginCourse, endCourse, failCourse } from './scoreCourse.ts';

/** Keeps the scores of the desk up to date: the protocol under edit, the one it is compared with, and the list. */
export function bindScores(workstation: Workstation): void {
  const { store, api } = workstation;
  const courseOf = (part: 'score' | 'compareScore', purpose: 'draft' | 'compare'): LatestScore => {
    const put = (next: (course: ScoreCourse) => ScoreCourse): void =>
      updateDesk(workstation, { [part]: next(store.get().protocolDesk[part]) });
    return new LatestScore(api, purpose, {
      begin: () => put(beginCourse),
      score: (score) => put((course) => addScore(course, score)),
      end: () => put(endCourse),
      fail: (message) => put((course) => failCourse(course, message)),
    });
  };
  const draft = whenChanged(courseOf('score', 'draft'), () => undefined);
  const compared = whenChanged(courseOf('compareScore', 'compare'), () => updateDesk(workstation, { compareScore: NO_SCORE }));
  const list = listScores(workstation);
  let seen: Pick<AppState, 'protocolDesk' | 'shelf'> | null = null;
  store.subscribe(() => {
    const state = store.get();
    list();
    if (seen?.protocolDesk === state.protocolDesk && seen.shelf === state.shelf) return;
    seen = state;
    const { open, settings } = state.protocolDesk;
    draft(open === null ? null : { protocol: asProtocol(open), settings }, open?.opened);
    const other = comparedProtocol(state);
    compared(other === null ? null : { protocol: other, settings }, other ?? undefined);
  });
}

/** The protocol the open one is compared with; null without one. */
export function comparedProtocol({
  protocolDesk: { open, compareWith },
  shelf,
}: Pick<AppState, 'protocolDesk' | 'shelf'>): Protocol | null {
  if (open === null || compareWith === '') return null;
  if (compareWith === AS_OPENED) return open.opened;
  return valueOf(shelf)?.entries.find(({ protocol }) => protocol.id === compareWith)?.protocol ?? null;
}

/** Asks for a score only when an input of the score has changed, or another protocol with the same contents was opened. */
function whenChanged(latest: LatestScore, onNone: () => void): (wish: ScoreWish | null, opened: Protocol | undefined) => void {
  let last: string | null = null;
  let lastOpened: Protocol | undefined;
  return (wish, opened) => {
    const now = wish === null ? null : JSON.stringify([wish.protocol.holdingMv, wish.protocol.segments, wish.settings]);
    if (now === last && opened === lastOpened) return;
    last = now;
    lastOpened = opened;
    if (wish !== null) {
      latest.want(wish);
      return;
    }
    latest.drop();
    onNone();
  };
}

/** One protocol of the list after the other, while the desk is open and no recording runs. */
function listScores(workstation: Workstation): () => void {
  const { store, api } = workstation;
  let ticket = 0;
  let running = false;
  const isScored = ({ listScores: scores, settings }: ProtocolDeskState, protocol: Protocol): boolean => {
    const known = scores[protocol.id];
    return (
      known !== undefined &&
      known.protocol === protocol &&
      known.settings.form === settings.form &&
      known.settings.noisePaPf === settings.noisePaPf
    );
  };
  const next = (): Protocol | undefined => {
    const { desk, rig, shelf, protocolDesk } = store.get();
    if (desk !== 'protocol' || rig.recording !== null) return undefined;
    return valueOf(shelf)?.entries.find(({ protocol }) => !isScored(protocolDesk, protocol))?.protocol;
  };
  const run = async (): Promise<void> => {
    running = true;
    for (let protocol = next(); protocol !== undefined; protocol = next()) {
      const { settings } = store.get().protocolDesk;
      ticket -= 1;
      // A protocol that cannot be scored has no score in the list; the reason is shown when it is opened.
      const r2Mean = await api.call['protocol:score']({ ticket, purpose: 'list', protocol, settings }).then(
        (score) => score.r2Mean,
        () => null,
      );
      const scored = { protocol, settings, r2Mean };
      updateDesk(workstation, { listScores: { ...store.get().protocolDesk.listScores, [scored.protocol.id]: scored } });
    }
    running = false;
  };
  return () => {
    if (!running && next() !== undefined) void run();
  };
}
