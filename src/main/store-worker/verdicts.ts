import { statSync, type Stats } from 'node:fs';
import type { SessionDetail } from '../../shared/contract/schemas.ts';
import type { CheckedSession } from '../../shared/store/messages.ts';
import { Recent } from '../app/recent.ts';
import type { SessionFolder } from '../store/index.ts';

/** What checks have found of sessions, for as long as their files stay as they were. */
export class Verdicts {
  readonly #sessions: SessionFolder;
  readonly #checked = new Recent<CheckedSession>(64);

  constructor(sessions: SessionFolder) {
    this.#sessions = sessions;
  }

  /** A session and how its file is now. */
  stamp(sessionKey: string): string {
    const file = this.#sessions.fileOf(sessionKey);
    const of = (stat: Stats | undefined): string => (stat === undefined ? '' : `${stat.size}:${stat.mtimeMs}:${stat.ino}`);
    return `${sessionKey}|${of(statSync(file, { throwIfNoEntry: false }))}|${of(statSync(`${file}-wal`, { throwIfNoEntry: false }))}`;
  }

  keep(sessionKey: string, found: CheckedSession): void {
    this.#checked.put(this.stamp(sessionKey), found);
  }

  /** A detail with 'not-yet' in place of what has been read back since. */
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
