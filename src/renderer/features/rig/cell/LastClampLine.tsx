import type { LastClamp } from '../../../../shared/contract/cell-schema.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { fixed, signed } from '../../../ui/quantity.ts';

/** What the clamp of the last recording was worth: its errors, each with the current that makes it, and Rs and Cm by its own steps. */
export function LastClampLine() {
  const clamp = useAppState((state) => state.rig.cell.lastClamp ?? state.keptClamp);
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
      <StepsOf {...clamp} />
    </p>
  );
}

function StepsOf({ before, steps: { membrane, noMembrane }, changePercent }: LastClamp) {
  const title = 'From the capacitive transients of the recording’s own steps; in brackets the membrane test before it.';
  if (membrane === null) return <span title={title}>From its steps Rs, Cm: {noMembrane}</span>;
  const change = changePercent === null ? '' : `, ${signed(changePercent, 0)} % since break-in`;
  return (
    <span title={title}>
      From its steps Rs <strong>{fixed(membrane.seriesResistanceMohm, 1)} MΩ</strong> ({fixed(before.seriesResistanceMohm, 1)} before
      {change}), Cm <strong>{fixed(membrane.membraneCapacitancePf, 1)} pF</strong> ({fixed(before.membraneCapacitancePf, 1)} before)
    </span>
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
