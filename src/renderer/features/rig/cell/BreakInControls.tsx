import { Button } from '@blueprintjs/core';
import { USUAL_ZAP, zapWords } from '../../../../core/amplifier/zap.ts';
import { openCellOf } from '../../../../core/quality/pulse-reading.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { fixed } from '../../../ui/quantity.ts';
import { enterStage } from './cellActions.ts';
import { canZap, changeZap, zap } from './zapActions.ts';
import { draftOfZap, zapOfDraft } from './zapDraft.ts';

/** From seal to whole cell: a zap where the device has one, suction where it has none. */
export function BreakInControls() {
  const workstation = useWorkstation();
  const capabilities = useAppState((state) => state.rig.capabilities);
  // Two selections: a draft made anew would differ each time.
  const typed = useAppState((state) => state.zapDraft);
  const kept = useAppState((state) => state.rigSettings?.zap) ?? USUAL_ZAP;
  const draft = typed ?? draftOfZap(kept);
  const possible = useAppState(canZap);
  const busy = useAppState((state) => state.pending.has('zap'));
  const offer = capabilities?.zap ?? null;
  if (capabilities === null) return null;
  if (offer === null) return <span className="fine">Break in by suction, or with the zap of the amplifier: this device has none.</span>;
  const { problem } = zapOfDraft(draft, offer);
  return (
    <>
      <span className="zap-fields">
        {offer.levelMv === null ? (
          <span className="fine">level of the device</span>
        ) : (
          <QuantityField
            hideLabel
            label="Level of the zap"
            unit="mV"
            value={draft.levelMv}
            testId="zap-level"
            onChange={(levelMv) => changeZap(workstation, { levelMv })}
          />
        )}
        <QuantityField
          hideLabel
          label="Duration of the zap"
          unit="ms"
          value={draft.durationMs}
          testId="zap-duration"
          onChange={(durationMs) => changeZap(workstation, { durationMs })}
        />
        <Button
          size="small"
          disabled={!possible}
          loading={busy}
          title="One pulse through the patch, between two test pulses (key Shift Z). Suction remains the other way."
          data-testid="zap"
          onClick={() => void zap(workstation)}
        >
          Zap
        </Button>
      </span>
      {problem === null ? <AfterZap /> : <span className="field-problem">{problem}</span>}
    </>
  );
}

/** The last zap, and whether the test pulses show a cell now. */
function AfterZap() {
  const workstation = useWorkstation();
  const zaps = useAppState((state) => state.rig.cell.zaps);
  const reading = useAppState((state) => (state.rig.scope?.running === true ? state.rig.scope.reading : null));
  const idle = useAppState((state) => state.rig.state === 'idle');
  const last = zaps.at(-1);
  const opened = openCellOf(reading);
  return (
    <>
      {last !== undefined && opened === null && (
        <span className="num" data-testid="last-zap">
          {zaps.length} given, last {zapWords(last)}
          {last.confirmed ? '' : ', not confirmed'}
        </span>
      )}
      {opened !== null && (
        <span data-testid="broken-in">
          <strong>● Broken in:</strong> Cm {fixed(opened.membraneCapacitancePf, 0)} pF, Rs {fixed(opened.seriesResistanceMohm, 0)} MΩ{' '}
          <Button size="small" disabled={!idle} data-testid="state-whole-cell" onClick={() => void enterStage(workstation, 'whole-cell')}>
            State whole cell
          </Button>
        </span>
      )}
    </>
  );
}
