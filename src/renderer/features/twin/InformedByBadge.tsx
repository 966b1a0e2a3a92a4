import type { TwinParameter } from '../../state/appState.ts';

const MEANING: Readonly<Record<TwinParameter['informedBy'], string>> = {
  data: 'informed by the recording',
  partly: 'partly informed by the recording',
  prior: 'not informed by the recording: this is the prior',
  nothing: 'misfit: the residual is larger than noise allows, so no parameter counts as informed by the recording',
};

/** Full, half or empty circle (a cross at a misfit) with its word: how far the value is informed by the recording rather than the prior. */
export function InformedByBadge({ informedBy }: { informedBy: TwinParameter['informedBy'] }) {
  return (
    <span className={`informed informed-${informedBy}`} title={MEANING[informedBy]} data-informed-by={informedBy}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {informedBy !== 'nothing' && (
          <circle cx="5" cy="5" r="4" fill={informedBy === 'data' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.5" />
        )}
        {informedBy === 'nothing' && <path d="M2.2 2.2 L7.8 7.8 M7.8 2.2 L2.2 7.8" stroke="currentColor" strokeWidth="1.5" />}
        {informedBy === 'partly' && <path d="M5 1 A4 4 0 0 0 5 9 Z" fill="currentColor" />}
      </svg>
      {informedBy === 'nothing' ? 'misfit' : informedBy}
    </span>
  );
}
