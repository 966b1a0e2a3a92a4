import type { JobView } from '../../../shared/contract/schemas.ts';

/** A shape for each state, which can be distinguished without colour. */
export function JobGlyph({ job: { state, alarms, fitFailed } }: { job: Pick<JobView, 'state' | 'alarms' | 'fitFailed'> }) {
  const alarmed = state === 'done' && (alarms.length > 0 || fitFailed);
  return (
    <svg
      className={`job-glyph ${alarmed || state === 'failed' ? 'job-glyph-abnormal' : ''}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
    >
      <path d={alarmed ? 'M8 2 L14.5 14 H1.5 Z M8 6.5 V10 M8 11.6 V12.6' : SHAPE[state]} />
    </svg>
  );
}

const SHAPE: Readonly<Record<JobView['state'], string>> = {
  queued: 'M3 4 H13 M3 8 H13 M3 12 H13',
  running: 'M4 2.5 L13 8 L4 13.5 Z',
  done: 'M2.5 8.5 L6.5 12.5 L13.5 4',
  failed: 'M3.5 3.5 L12.5 12.5 M12.5 3.5 L3.5 12.5',
  cancelled: 'M3.5 3.5 H12.5 V12.5 H3.5 Z',
};
