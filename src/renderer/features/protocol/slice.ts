import type { ProtocolShelf } from '../../../shared/contract/schemas.ts';
import type { Protocol } from '../../state/appState.ts';
import type { Loadable } from '../../state/loadable.ts';
import type { ProtocolDeskState } from './deskState.ts';

export interface ProtocolSlice {
  /** Protocols for recording. */
  readonly protocols: Loadable<readonly Protocol[]>;
  /** Protocols for editing. */
  readonly shelf: Loadable<ProtocolShelf>;
  readonly protocolDesk: ProtocolDeskState;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly protocol: ProtocolSlice;
  }
}
