import type { ShownExport } from '../../../shared/contract/export-schemas.ts';
import type { ShownImport, SentTemplate } from '../../../shared/contract/import-schemas.ts';
import type { DroppedFile, SessionDetail, SessionSummary } from '../../../shared/contract/schemas.ts';
import type { Loadable } from '../../state/loadable.ts';

export interface ReviewSlice {
  readonly sessions: Loadable<readonly SessionSummary[]>;
  readonly openSession: Loadable<SessionDetail>;
  /** Key of the session that was asked for last: which one could not be opened. */
  readonly sessionAsked: string | null;
  /** Recordings and folders that were chosen or dropped and wait to be imported. */
  readonly importList: readonly DroppedFile[];
  /** What the operator said of the columns of their tables. */
  readonly importTemplate: SentTemplate | null;
  /** How much of an import is done; null: none runs. */
  readonly importing: number | null;
  /** What the last import used and what not. */
  readonly importReport: ShownImport | null;
  /** How much of an export of several sessions is done; null: none runs. */
  readonly exporting: number | null;
  /** What the last one wrote and what not. */
  readonly exportReport: ShownExport | null;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly review: ReviewSlice;
  }
}
