import { statSync, type Stats } from 'node:fs';
import type { SessionDetail } from '../../shared/contract/schemas.ts';
import type { CheckedSession } from '../../shared/store/messages.ts';
import { Recent } from '../app/recent.ts';
import type { SessionFolder } from '../store/index.ts';

/** Results of the checks of sessions, valid while their files are unchanged. */
export class Verdicts {
  readonly #sessions: SessionFolder;
  readonly #checked = new Recent<CheckedSession>(64);

  constructor(sessions: SessionFolder) {
    this.#sessions = sessions;
  }

  /** A session and the present stamp of its file. */
  stamp(sessionKey: string): string {
    const file = this.#sessions.fileOf(sessionKey);
    const of = (stat: Stats | undefined): string => (stat === undefined ? '' : `${stat.size}:${stat.mtimeMs}:${stat.ino}`);
    return `${sessionKey}|${of(statSync(file, { throwIfNoEntry: false }))}|${of(statSync(`${file}-wal`, { throwIfNoEntry: false }))}`;
  }

  keep(sessionKey: string, found: CheckedSession): void {
    this.#checked.put(this.stamp(sessionKey), found);
  }

  /** A detail in which 'not-yet' is replaced by the result of a later check. */
  apply(sessionKey: string, detail: SessionDetail): SessionDetail {
    const checked = this.#checked.get(this.stamp(sessionKey));
    if (checked === undefined) return detail;
    return {
      ...detail,
      recordingList: detail.recordingList.map((recording) => {
        const found = checked.recordings.find(({ recordingId }) => recordingId === recording.recordingId);
        if (found === undefined || recording.verified === 'damaged') return recording;
        return found.damage.length === 0
          ? { ...recording, verified: 'verified' }
          : { ...recording, verified: 'damaged', damage: found.damage[0] ?? recording.damage };
      }),
    };
  }
}
