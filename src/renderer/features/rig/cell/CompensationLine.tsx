import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { checkCompensation } from '../rigActions.ts';

/** Measures what the series resistance correction that is set achieves; nothing where the device corrects none. */
export function CompensationButton() {
  const workstation = useWorkstation();
  const idle = useAppState((state) => state.rig.state === 'idle');
  const compensates = useAppState((state) => state.rig.capabilities?.compensates === true);
  const busy = useAppState((state) => state.pending.has('compensation'));
  return compensates ? (
    <Button
      size="small"
      disabled={!idle}
      loading={busy}
      title="Plays a second of test pulses with the Rs correction that is set, and reads what it leaves (key k)"
      data-testid="check-compensation"
      onClick={() => void checkCompensation(workstation)}
    >
      Check Rs
    </Button>
  ) : null;
}

/** What the last check of this cell found; nothing before there is one. */
export function CompensationLine() {
  const check = useAppState((state) => state.rig.cell.compensation);
  if (check === null) return null;
  const { correctionPercent, seriesResistanceMohm: wholeMohm, leftMohm, errorMv, holdingCurrentPa, rings, problem } = check;
  return (
    <p className="fine compensation-line" data-testid="compensation">
      {leftMohm === null || errorMv === null ? (
        <span title={problem ?? ''}>Rs correction {fixed(correctionPercent, 0)} %: what it leaves was not readable.</span>
      ) : (
        <span title="Measured with test pulses at this correction: what is left of Rs, and the voltage that it takes from the command.">
          Rs correction {fixed(correctionPercent, 0)} % leaves <strong>{fixed(leftMohm, 1)}</strong> of {fixed(wholeMohm, 1)} MΩ,{' '}
          <strong>{fixed(errorMv, 2)} mV</strong> at {fixed(holdingCurrentPa, 0)} pA
        </span>
      )}
      {rings && <strong className="rings"> ▲ The clamp rings: correct less.</strong>}
    </p>
  );
}
