import type { CellScore } from '../../core/designer/score-protocol.ts';
import type { ScoreSettings } from '../../core/designer/score-settings.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';

export interface DesignWorkerStart {
  readonly kernelPath: string;
  readonly settings: ScoreSettings;
  readonly accuracy: 'fine' | 'coarse';
}

export interface DesignCell {
  /** Names the cell, so that its hold is simulated once. */
  readonly key: string;
  readonly multipliers: Float64Array;
}

export interface DesignQuestion {
  readonly protocol: Protocol;
  readonly cells: readonly DesignCell[];
  /** In a search: the values of the parent on the same cells. */
  readonly race: { readonly values: readonly number[]; readonly atLeast: number; readonly margin: number } | null;
  readonly voltageErrorMv: number;
  /** Requests the information of each segment of the protocol per ms instead of scores. */
  readonly worth?: true;
}

export interface DesignAnswer {
  /** Empty in a race. */
  readonly scores: CellScore[];
  readonly values: number[];
  /** Mean over cells, by segment; empty unless requested. */
  worth: number[];
  givenUp: boolean;
}
