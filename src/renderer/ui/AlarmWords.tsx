/** Alarms in a narrow place: their number, by shape and word, and the text of the first; the others are shown where it is opened. */
export function AlarmWords({ alarms, fitFailed = false }: { readonly alarms: readonly string[]; readonly fitFailed?: boolean }) {
  const [first] = alarms;
  if (first === undefined && !fitFailed) return null;
  const count = alarms.length === 0 ? 'Misfit' : alarms.length === 1 ? 'Alarm' : `${alarms.length} alarms`;
  return (
    <p className="alarm-words" data-testid="alarm-words" title={alarms.join('\n')}>
      <strong>▲ {count}</strong>
      {first === undefined ? ': its residual is larger than noise allows.' : <>: {first}</>}
    </p>
  );
}
