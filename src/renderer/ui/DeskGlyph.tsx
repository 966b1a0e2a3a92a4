import type { DeskId } from '../state/appState.ts';

/** Line drawings of what each desk is about. */
const PATHS: Readonly<Record<DeskId, string>> = {
  rig: 'M3 20 C7 20 9 16 12 13 L19 5 M17 3 L21 7 M3 20 m-1 0 a1 1 0 1 0 2 0 a1 1 0 1 0 -2 0 M14 20 a3 3 0 1 0 6 0 a3 3 0 1 0 -6 0',
  twin: 'M2 17 H6 C7 17 7 5 9 5 C11 5 12 7 13 10 C14 14 15 17 17 17 H22 M4 20 H8 C9 20 9 8 11 8 C13 8 14 10 15 13 C16 17 17 20 19 20 H22',
  review: 'M3 5 H21 V19 H3 Z M3 9 H21 M6 15 H9 L10 12 L12 17 L13 15 H18',
  drugs: 'M7 4 H17 M9 4 V10 L4.5 18 C4 19.5 5 20.5 6.5 20.5 H17.5 C19 20.5 20 19.5 19.5 18 L15 10 V4 M6.5 15 H17.5',
  models: 'M5 5 h.01 M5 12 h.01 M5 19 h.01 M12 8 h.01 M12 16 h.01 M19 12 h.01 M5 5 L12 8 L19 12 M5 12 L12 8 M5 12 L12 16 L19 12 M5 19 L12 16',
  protocol: 'M2 17 H6 V7 H10 V14 L16 6 V17 H22',
};

export function DeskGlyph({ desk }: { desk: DeskId }) {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
      <path d={PATHS[desk]} />
      {desk === 'models' && <path d={PATHS.models} strokeWidth="3.5" strokeDasharray="0.01 100" />}
    </svg>
  );
}
