interface ReadoutProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly level?: 'normal' | 'warning' | 'alarm';
  /** The value is not live any more. */
  readonly old?: boolean;
  readonly note?: string;
  readonly testId?: string;
  readonly className?: string;
}

/** A label over a value with its unit. An abnormal value has a mark beside its colour, an old one a clock and the word. */
export function Readout({ label, value, unit, level = 'normal', old = false, note, testId, className = '' }: ReadoutProps) {
  const isOld = old && value !== '–';
  return (
    <div
      className={`readout readout-${level} ${isOld ? 'readout-old' : ''} ${className}`}
      title={isOld ? `Old: the last value before the device failed or was disconnected. ${note ?? ''}` : note}
    >
      <span className="readout-label">
        {label}
        {isOld && <span className="readout-old-word"> old</span>}
      </span>
      <span className="readout-value">
        {level !== 'normal' && (
          <span className="readout-mark" aria-label={level}>
            {level === 'alarm' ? '▲' : '!'}
          </span>
        )}
        {isOld && (
          <span className="readout-mark" aria-hidden="true">
            ◷
          </span>
        )}
        <span data-testid={testId}>{value}</span>
        {unit !== undefined && value !== '–' && <span className="unit">{unit}</span>}
      </span>
    </div>
  );
}
