import type { DroppedFile, SessionDetail, SessionSummary } from '../../../shared/contract/schemas.ts';
import type { Loadable } from '../../state/loadable.ts';

export interface ReviewSlice {
  readonly sessions: Loadable<readonly SessionSummary[]>;
  readonly openSession: Loadable<SessionDetail>;
  /** A recording that was dropped on the window and waits for its protocol and cell name. */
  readonly droppedCsv: DroppedFile | null;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly review: ReviewSlice;
  }
}
