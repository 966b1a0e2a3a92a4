/** Reasons not to trust the twin: first on the desk, and prominent. */
export function AlarmList({ alarms }: { alarms: readonly string[] }) {
  if (alarms.length === 0) return null;
  return (
    <div className="alarms" role="alert" data-testid="alarms">
      <svg width="22" height="20" viewBox="0 0 22 20" aria-hidden="true">
        <path d="M11 1 L21 19 H1 Z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
        <path d="M11 7 V12.5 M11 14.6 V16.4" stroke="currentColor" strokeWidth="2" />
      </svg>
      <div>
        <strong>
          {alarms.length === 1 ? 'Check this twin before you trust it' : `${alarms.length} reasons to check this twin before you trust it`}
        </strong>
        <ul>
          {alarms.map((alarm) => (
            <li key={alarm}>{alarm}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
