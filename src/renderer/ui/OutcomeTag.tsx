import type { TwinBeat } from '../state/appState.ts';
import { OUTCOME_WORD } from './beatFeatures.ts';

const SHAPE: Readonly<Record<TwinBeat['outcome'], string>> = {
  beating: 'M0 9 H3 L5 2 L8 9 H11 L13 2 L16 9 H20',
  irregular: 'M0 9 H2 L4 2 L7 9 H13 L14 5 L16 9 H20',
  quiescent: 'M0 9 H20',
  depolarised: 'M0 9 H3 L5 3 H20',
  oscillating: 'M0 6 Q2.5 2 5 6 T10 6 T15 6 T20 6',
};

/** What a cell does, as a small trace and words. */
export function OutcomeTag({ who, outcome }: { who: string; outcome: TwinBeat['outcome'] }) {
  return (
    <span className={`outcome ${outcome === 'beating' ? '' : 'outcome-abnormal'}`}>
      <svg width="20" height="11" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <path d={SHAPE[outcome]} />
      </svg>
      {who}: {OUTCOME_WORD[outcome]}
    </span>
  );
}
