interface ReadoutProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly level?: 'normal' | 'warning' | 'alarm';
  readonly note?: string;
  readonly testId?: string;
}

/** A label over a value with its unit. An abnormal value has a mark beside its colour. */
export function Readout({ label, value, unit, level = 'normal', note, testId }: ReadoutProps) {
  return (
    <div className={`readout readout-${level}`} title={note}>
      <span className="readout-label">{label}</span>
      <span className="readout-value">
        {level !== 'normal' && (
          <span className="readout-mark" aria-label={level}>
            {level === 'alarm' ? '▲' : '!'}
          </span>
        )}
        <span data-testid={testId}>{value}</span>
        {unit !== undefined && value !== '–' && <span className="unit">{unit}</span>}
      </span>
    </div>
  );
}
