import type { ModelCard } from '../../shared/contract/schemas.ts';
import type { TrainingSettings } from '../../shared/training/settings.ts';
import { NO_PROGRESS, type TrainingProgress, type TrainingState } from '../../shared/training/state.ts';

export type TrainingEvent =
  | { readonly type: 'start'; readonly settings: TrainingSettings }
  | { readonly type: 'progress'; readonly progress: TrainingProgress }
  | { readonly type: 'stop' }
  | { readonly type: 'stopped' }
  | { readonly type: 'finished'; readonly card: ModelCard }
  | { readonly type: 'failed'; readonly message: string };

/**
 * The training after an event. Events that do not belong to the state change nothing, for instance a late message of a process that
 * was ended.
 */
export function nextState(state: TrainingState, event: TrainingEvent): TrainingState {
  if (event.type === 'start') {
    if (isLive(state)) return state;
    const history = state.kind !== 'none' && sameRun(state.settings, event.settings) ? state.progress.history : [];
    return { kind: 'running', settings: event.settings, progress: { ...NO_PROGRESS, cellsTotal: event.settings.cells, history } };
  }
  if (!isLive(state)) return state;
  const { settings, progress } = state;
  switch (event.type) {
    case 'progress':
      return { ...state, progress: event.progress };
    case 'stop':
      return { kind: 'stopping', settings, progress };
    case 'stopped':
      return { kind: 'stopped', settings, progress };
    case 'finished':
      return { kind: 'finished', settings, progress, card: event.card };
    case 'failed':
      // A process that ends while it is being stopped was stopped, whatever its last message.
      return state.kind === 'stopping'
        ? { kind: 'stopped', settings, progress }
        : { kind: 'failed', settings, progress, message: event.message };
  }
}

export function isLive(state: TrainingState): state is Extract<TrainingState, { kind: 'running' | 'stopping' }> {
  return state.kind === 'running' || state.kind === 'stopping';
}

/** Runs of which the second resumes the first: only the time may differ. */
export function sameRun(a: TrainingSettings, b: TrainingSettings): boolean {
  const key = ({ minutes: _free, ...rest }: TrainingSettings): string =>
    JSON.stringify([rest.protocolId, rest.temperatureC, rest.spread, rest.cells]);
  return key(a) === key(b);
}
