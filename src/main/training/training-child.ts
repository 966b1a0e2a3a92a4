import type { FromTraining, ToTraining } from '../../shared/training/messages.ts';

/** A running training process, whatever runs it. */
export interface TrainingChild {
  post(message: ToTraining): void;
  onMessage(listener: (message: FromTraining) => void): void;
  /** Called once when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
