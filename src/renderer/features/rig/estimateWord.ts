import type { InferenceEstimate } from '../../state/appState.ts';

/** State of the twin: its recording still runs, it is being made, or it has ended in some way. */
export type MakingState = 'recording' | 'making' | 'over';

const REFINEMENT: Readonly<Record<MakingState, string>> = {
  recording: 'to be refined after the recording',
  making: 'being refined',
  over: 'not refined',
};

/** What an estimate is, and what is still done to it. */
export function estimateWord({ source, starts }: Pick<InferenceEstimate, 'source' | 'starts'>, making: MakingState): string {
  const best = starts === 1 ? 'First fit' : `Best of ${starts} fits`;
  switch (source) {
    case 'network':
      return `Network’s answer, ${REFINEMENT[making]}`;
    case 'start':
      return making === 'over' ? `${best}, not finished` : `${best}, being refined`;
    case 'search':
      return making === 'over' ? `${best}, without its ensemble` : `${best}, its ensemble being drawn`;
    case 'twin':
      return 'Twin, finished';
  }
}
