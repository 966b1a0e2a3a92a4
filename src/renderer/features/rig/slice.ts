import type { PulseScale } from './scope/pulseScale.ts';
import type { Trend } from './scope/trend.ts';
import type { RigPort } from '../../../shared/rig/rig-port.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { CompiledProtocol } from '../../state/appState.ts';
import type { Loadable } from '../../state/loadable.ts';

export interface RigForm {
  /** null: the one that is typed. */
  readonly port: RigPort | null;
  readonly typedPort: string;
  readonly protocolId: string;
  readonly cellName: string;
  readonly temperatureC: string;
  readonly spontaneousSeconds: string;
}

/** What the upper plots of the Rig desk show. */
export interface ScopeView {
  readonly shows: 'pulses' | 'run';
  readonly scale: PulseScale;
  /** Largest current either way where the scale is fixed, pA. */
  readonly fixedPa: number;
  readonly trend: Trend;
}

export interface RigSlice {
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
