import type { RigSettings } from '../../../core/quality/rig-settings.ts';
import type { LastClamp, LogEntry } from '../../../shared/contract/cell-schema.ts';
import type { CultureDraft } from './cell/cultureDraft.ts';
import type { ZapDraft } from './cell/zapDraft.ts';
import type { OpenCell } from './cell/openCell.ts';
import type { PulseScale } from './scope/pulseScale.ts';
import type { Cursors } from './scope/cursors.ts';
import type { PlotView } from './scope/plotViews.ts';
import type { Trend } from './scope/trend.ts';
import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { CellCopiesState } from '../../../shared/contract/schemas.ts';
import type { CompiledProtocol } from '../../state/appState.ts';
import type { Loadable } from '../../state/loadable.ts';

export interface RigForm {
  /** null: the one that is typed. */
  readonly port: RigPort | null;
  readonly typedPort: string;
  readonly protocolId: string;
  readonly cellName: string;
  /** As typed; empty: not stated. */
  readonly culture: CultureDraft;
  readonly temperatureC: string;
  readonly spontaneousSeconds: string;
}

/** What the upper plots of the Rig desk show. */
export interface ScopeView {
  readonly shows: PlotView;
  readonly scale: PulseScale;
  /** Largest current either way where the scale is fixed, pA. */
  readonly fixedPa: number;
  /** null: they are off. */
  readonly cursors: Cursors | null;
  readonly trend: Trend;
}

export type RigDialog = 'note' | 'log' | 'bath' | 'sequence' | 'recordings' | 'settings' | 'manipulator' | 'keys';

export interface RigSlice {
  /** null: not loaded yet. */
  readonly rigSettings: RigSettings | null;
  /** Into which closed cells are copied, and how many are still to be. */
  readonly cellCopies: CellCopiesState;
  /** The oldest first. */
  readonly rigLog: readonly LogEntry[];
  readonly rigDialog: RigDialog | null;
  /** null: the next recording begins a session. */
  readonly openCell: OpenCell | null;
  /** What the last clamp of the open cell was worth, read from its session after a restart; null: none, or the rig says it. */
  readonly keptClamp: LastClamp | null;
  /** A tone follows the resistance of the test pulses. */
  readonly sealSound: boolean;
  /** The zap as it is being typed; null: as it is set. */
  readonly zapDraft: ZapDraft | null;
  readonly scope: ScopeView;
  readonly ports: Loadable<ResponseOf<'rig:ports'>>;
  readonly compiled: Loadable<CompiledProtocol>;
  readonly rigForm: RigForm;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly rig: RigSlice;
  }
}
