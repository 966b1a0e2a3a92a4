import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { inShort } from './jobWords.ts';

/** In the rail, the same on every desk: number of running jobs, finished results, and results that need attention. */
export function JobsButton() {
  const { store } = useWorkstation();
  const jobs = useAppState((state) => state.jobs);
  const open = useAppState((state) => state.jobsOpen);
  const { active, ready, abnormal, fraction } = inShort(jobs);
  const words = [
    active > 0 ? `${active} at work${fraction === null ? '' : `, ${Math.round(100 * fraction)} %`}` : '',
    ready > 0 ? `${ready} ready` : '',
    abnormal > 0 ? `${abnormal} to look at` : '',
  ].filter((part) => part !== '');
  return (
    <button
      type="button"
      className="rail-item rail-jobs"
      data-testid="jobs-button"
      aria-expanded={open}
      aria-controls="jobs"
      aria-label={`Jobs${words.length === 0 ? ', none' : `: ${words.join('; ')}`}`}
      aria-keyshortcuts="Control+J"
      title={`Jobs (Ctrl+J)${words.length === 0 ? '' : `: ${words.join('; ')}`}`}
      onClick={() => store.set({ jobsOpen: !open })}
    >
      <svg
        width="24"
        height="24"
        viewBox="0 0 24 24"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      >
        <path d="M4 6 H14 M4 12 H14 M4 18 H14" />
        <path
          d={abnormal > 0 ? 'M19 4 L23 11 H15 Z' : ready > 0 ? 'M16 8 L18.5 10.5 L23 5' : 'M17 6 H20'}
          strokeWidth={2}
          className={abnormal > 0 ? 'jobs-abnormal' : ''}
        />
      </svg>
      <span>Jobs</span>
      <span className="rail-count num" data-testid="jobs-count">
        {active > 0
          ? fraction === null
            ? `${active} waiting`
            : `${Math.round(100 * fraction)} %`
          : abnormal > 0
            ? `▲ ${abnormal}`
            : ready > 0
              ? `${ready} ready`
              : ''}
      </span>
    </button>
  );
}
