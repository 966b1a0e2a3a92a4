import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import type { Twin } from '../../state/appState.ts';
import type { Loadable } from '../../state/loadable.ts';
import type { ComparisonRuns } from './methodRun.ts';

export interface OpenTwin {
  readonly sessionKey: string;
  readonly twinId: number;
  readonly twin: Twin;
  readonly session: SessionDetail;
}

export interface TwinSlice {
  readonly openTwin: Loadable<OpenTwin>;
  /** Clamp recordings that were ticked to be fitted together the next time; null: none were, see useNextClamps. */
  readonly nextClamps: { readonly sessionKey: string; readonly twinId: number; readonly ticked: readonly number[] } | null;
  /** Methods side by side, by session and recording: kept when the desk is closed. */
  readonly methodRuns: Readonly<Record<string, ComparisonRuns>>;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly twin: TwinSlice;
  }
}
