import type { Peer } from '../../node/work/index.ts';
import type { FromInference, ToInference } from '../../shared/inference/messages.ts';

export type InferenceChild = Peer<ToInference, FromInference>;

/** Starts a process and sends it 'init'. */
export type StartInferenceChild = () => Promise<InferenceChild>;
