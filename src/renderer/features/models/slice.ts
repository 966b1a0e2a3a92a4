import type { ModelCard } from '../../../shared/contract/schemas.ts';
import type { OwnModel } from '../../../shared/training/own-models.ts';
import type { TrainingState } from '../../../shared/training/state.ts';
import type { Loadable } from '../../state/loadable.ts';

/** Fields as typed. */
export interface TrainingForm {
  readonly protocolId: string;
  readonly lowC: string;
  readonly highC: string;
  readonly spreadPercent: string;
  readonly cells: string;
  readonly minutes: string;
}

export interface ModelsSlice {
  readonly models: Loadable<readonly ModelCard[]>;
  readonly ownModels: Loadable<readonly OwnModel[]>;
  readonly training: TrainingState;
  readonly trainingForm: TrainingForm;
}

declare module '../../state/appState.ts' {
  interface DeskSlices {
    readonly models: ModelsSlice;
  }
}
