import { PLANNED_DEVICES } from '../../../core/amplifier/planned-device.ts';
import type { RigStatus } from '../../../shared/contract/schemas.ts';
import { asProtocol, type OpenProtocol, type ProtocolDeskState } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { fixed } from '../../ui/quantity.ts';
import { Readout } from '../../ui/Readout.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { deviceOf, updateDesk } from './editActions.ts';
import { limitsOf } from './limitsOf.ts';

/** Figures that an operator limits, live, and a sentence for each limit that is broken. */
export function LimitPanel({ open }: { open: OpenProtocol }) {
  const workstation = useWorkstation();
  const rig = useAppState((state) => state.rig);
  const protocolDesk = useAppState((state) => state.protocolDesk);
  const { longestS, deviceId } = protocolDesk;
  const report = limitsOf(asProtocol(open), deviceOf({ rig, protocolDesk }), longestS);
  const { limits, download, totalMs, timeAboveZeroMs, violations } = report;
  const level = (broken: boolean): 'normal' | 'warning' => (broken ? 'warning' : 'normal');
  const sentences = [...(download.playable ? [] : [download.sentence]), ...violations];
  return (
    <section className="limit-panel" aria-label="Limits">
      <div className="limit-figures">
        <Readout
          label="Total"
          value={fixed(totalMs / 1000, 3)}
          unit="s"
          level={level(totalMs > limits.totalMs + 1e-6)}
          note={`At most ${fixed(limits.totalMs / 1000, 3)} s`}
          testId="protocol-total"
        />
        <Readout
          label="Above 0 mV"
          value={fixed(timeAboveZeroMs / 1000, 3)}
          unit="s"
          level={level(timeAboveZeroMs > limits.aboveZeroMs + 1e-6)}
          note={`At most ${fixed(limits.aboveZeroMs / 1000, 3)} s, 40 % of the total, to spare the cell`}
          testId="protocol-above-zero"
        />
        <Readout
          label="Segments"
          value={String(report.segments)}
          level={level(!download.playable || report.segments > limits.items)}
          note={download.sentence}
        />
        <Readout
          label="Shortest"
          value={fixed(report.shortestMs, 1)}
          unit="ms"
          level={level(report.shortestMs < limits.shortestMs)}
          note={`At least ${limits.shortestMs} ms`}
        />
        <Readout
          label="Range"
          value={`${fixed(report.lowestMv, 0)} to ${fixed(report.highestMv, 0)}`}
          unit="mV"
          level={level(report.lowestMv < limits.lowestMv || report.highestMv > limits.highestMv)}
          note={`${limits.lowestMv} to ${limits.highestMv} mV`}
        />
        <div className="limit-fields">
          <SelectField
            label="Device"
            value={deviceId}
            options={deviceOptions(rig.device)}
            testId="protocol-device"
            onChange={(id) => updateDesk(workstation, { deviceId: id as ProtocolDeskState['deviceId'] })}
          />
          <QuantityField
            label="At most"
            unit="s"
            value={longestS}
            problem={report.longestProblem}
            placeholder="any"
            testId="protocol-longest"
            onChange={(text) => updateDesk(workstation, { longestS: text })}
          />
        </div>
      </div>
      {sentences.length === 0 ? (
        <p className="fine limit-kept">Within all limits. {download.sentence}</p>
      ) : (
        <ul className="limit-list" data-testid="protocol-limits" tabIndex={0} aria-label={`${sentences.length} limits are violated`}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function deviceOptions(connected: RigStatus['device']): { readonly value: ProtocolDeskState['deviceId']; readonly label: string }[] {
  const { 'built-in': builtIn, ...others } = PLANNED_DEVICES;
  const rig = connected === null ? builtIn.name : `${connected.name} (connected)`;
  const named = Object.entries(others).map(([id, { name }]) => ({ value: id as keyof typeof others, label: name }));
  return [{ value: 'rig', label: rig }, ...named];
}
