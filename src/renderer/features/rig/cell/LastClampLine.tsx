import type { LastClamp } from '../../../../shared/contract/cell-schema.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';

/** What the clamp of the last recording was worth: its errors, each with the current that makes it. */
export function LastClampLine() {
  const clamp = useAppState((state) => state.rig.cell.lastClamp);
  if (clamp === null) return null;
  const { recordingId, slow, sodium } = clamp;
  return (
    <p className="last-clamp fine num" data-testid="last-clamp">
      <span>Recording {recordingId}</span>
      <span title="I × Rs × (1 − compensation) of the largest current from 5 ms after a step on. The lamp judges this one.">
        Clamp error, slow currents <ErrorOf {...slow} />
      </span>
      {sodium !== null && (
        <span title="The same of the largest inward current in the first 5 ms after a step. Reported only: no limit judges it.">
          INa, first 5 ms, not judged <ErrorOf {...sodium} />
        </span>
      )}
    </p>
  );
}

function ErrorOf({ errorMv, currentPa }: LastClamp['slow']) {
  const isNano = Math.abs(currentPa) >= 1000;
  return (
    <>
      <strong>{fixed(errorMv, 1)} mV</strong> at {isNano ? `${fixed(currentPa / 1000, 2)} nA` : `${fixed(currentPa, 0)} pA`}
    </>
  );
}
