import type { Peer } from '../../node/work/index.ts';
import type { FromTraining, ToTraining } from '../../shared/training/messages.ts';

export type TrainingChild = Peer<ToTraining, FromTraining>;
