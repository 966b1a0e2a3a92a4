import type { TwinParameter } from '../../state/appState.ts';

const MEANING: Readonly<Record<TwinParameter['toldBy'], string>> = {
  data: 'told by the recording',
  partly: 'partly told by the recording',
  prior: 'not told by the recording: this is the prior',
};

/** Full, half or empty circle with its word: how far the recording, rather than the prior, set the value. */
export function ToldByBadge({ toldBy }: { toldBy: TwinParameter['toldBy'] }) {
  return (
    <span className={`told told-${toldBy}`} title={MEANING[toldBy]} data-told-by={toldBy}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="4" fill={toldBy === 'data' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.5" />
        {toldBy === 'partly' && <path d="M5 1 A4 4 0 0 0 5 9 Z" fill="currentColor" />}
      </svg>
      {toldBy}
    </span>
  );
}
