import { fixed } from '../../ui/quantity.ts';

/** Blocked fraction of a channel at the applied concentration. */
export function BlockBar({ fraction }: { fraction: number | null }) {
  if (fraction === null) return <span className="muted">–</span>;
  return (
    <span className="block-bar">
      <svg width="64" height="10" viewBox="0 0 64 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="meter-track" width="64" height="10" />
        <rect className="meter-fill" width={64 * Math.min(1, Math.max(0, fraction))} height="10" />
      </svg>
      <span className="num">{fixed(100 * fraction, 1)} %</span>
    </span>
  );
}
