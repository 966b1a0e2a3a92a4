/** A plain progress line, drawn with SVG attributes so that no style is set at run time. */
export function Meter({ fraction, label }: { fraction: number; label: string }) {
  const clamped = Math.min(1, Math.max(0, fraction));
  return (
    <svg
      className="meter"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(clamped * 100)}
    >
      <rect className="meter-track" width="100" height="4" />
      <rect className="meter-fill" width={100 * clamped} height="4" />
    </svg>
  );
}
