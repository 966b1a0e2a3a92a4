import { Checkbox } from '@blueprintjs/core';
import type { ClampChoice } from './clampChoice.ts';

interface ClampTickProps {
  readonly choices: readonly ClampChoice[];
  readonly recordingId: number;
  readonly onTick: (recordingId: number, isTicked: boolean) => void;
}

/** Cell of a table: whether a clamp recording is fitted together with the first; empty beside other recordings. */
export function ClampTick({ choices, recordingId, onTick }: ClampTickProps) {
  const choice = choices.find((one) => one.recordingId === recordingId);
  if (choice === undefined) return <td />;
  const { isFirst, chosen, whyNot } = choice;
  return (
    <td title={whyNot ?? (isFirst ? 'The twin is drawn over this one.' : 'Fit it together with the other ticked ones')}>
      <Checkbox
        className="table-tick"
        checked={chosen}
        disabled={isFirst || whyNot !== null}
        aria-label={`Fit recording ${recordingId} together with the other ticked ones`}
        data-testid={`together-${recordingId}`}
        onChange={(event) => onTick(recordingId, event.currentTarget.checked)}
      />
    </td>
  );
}
