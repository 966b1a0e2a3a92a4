import type { FromInference, ToInference } from '../../shared/inference/messages.ts';

/** A running inference process, whatever runs it. */
export interface InferenceChild {
  post(message: ToInference): void;
  onMessage(listener: (message: FromInference) => void): void;
  /** Called once when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a process and sends it 'init'. */
export type StartInferenceChild = () => Promise<InferenceChild>;
