import { InputGroup } from '@blueprintjs/core';
import { valueOf } from '../../state/loadable.ts';
import { CHANNELS, type ChannelName, type ChannelRow } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { BlockBar } from './BlockBar.tsx';
import { fieldProblem } from './experiment/readExperiment.ts';
import { changeChannel, readChannel } from './drugActions.ts';
import { isStale } from './isStale.ts';

/** IC50, Hill coefficient and maximal block per channel. Empty means unknown or no block: it is never taken as zero. */
export function ChannelTable() {
  const form = useAppState((state) => state.drugForm);
  const applied = valueOf(useAppState((state) => state.drugResult));
  const stale = applied === null || isStale(applied, form);
  return (
    <table className="table channel-table">
      <thead>
        <tr>
          <th scope="col">Channel</th>
          <th scope="col">IC50</th>
          <th scope="col">Hill</th>
          <th scope="col" title="Most of the current that is blocked at any concentration; a negative one is of an activator">
            Max.
          </th>
          <th scope="col">Blocked</th>
        </tr>
      </thead>
      <tbody>
        {CHANNELS.map((channel) => (
          <ChannelLine
            key={channel}
            channel={channel}
            row={form.channels[channel]}
            fraction={stale ? null : (applied.result.blockedFraction.find((entry) => entry.channel === channel)?.fraction ?? null)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface NumberCellProps {
  readonly value: string;
  readonly label: string;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly testId: string;
  /** Of a wrong value; empty where it can be used. */
  readonly marks: object;
  readonly onChange: (value: string) => void;
}

function NumberCell({ value, label, unit, placeholder, disabled, testId, marks, onChange }: NumberCellProps) {
  return (
    <td>
      <InputGroup
        size="small"
        className="field-number"
        inputMode="decimal"
        value={value}
        {...(placeholder === undefined ? {} : { placeholder })}
        disabled={disabled === true}
        {...marks}
        aria-label={label}
        data-testid={testId}
        {...(unit === undefined ? {} : { rightElement: <span className="field-unit">{unit}</span> })}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </td>
  );
}

function ChannelLine({ channel, row, fraction }: { channel: ChannelName; row: ChannelRow; fraction: number | null }) {
  const workstation = useWorkstation();
  const unknown = row.ic50Nm.trim() === '';
  const problem = fieldProblem(() => readChannel(channel, row));
  const wrong = (field: string) =>
    problem?.includes(field) === true
      ? ({ intent: 'danger', 'aria-invalid': true, 'aria-describedby': `${channel}-problem` } as const)
      : {};
  return (
    <>
      <tr className={unknown ? 'row-prior' : ''}>
        <th scope="row">{channel}</th>
        <NumberCell
          value={row.ic50Nm}
          label={`IC50 of ${channel}, nM`}
          unit="nM"
          placeholder="unknown"
          testId={`drug-channel-${channel}-ic50`}
          marks={wrong('an IC50')}
          onChange={(ic50Nm) => changeChannel(workstation, channel, { ic50Nm })}
        />
        <NumberCell
          value={row.hill}
          label={`Hill coefficient of ${channel}`}
          disabled={unknown}
          testId={`drug-channel-${channel}-hill`}
          marks={wrong('a Hill coefficient')}
          onChange={(hill) => changeChannel(workstation, channel, { hill })}
        />
        <NumberCell
          value={row.maxPercent}
          label={`Maximal block of ${channel}, %`}
          unit="%"
          disabled={unknown}
          testId={`drug-channel-${channel}-max`}
          marks={wrong('maximal block')}
          onChange={(maxPercent) => changeChannel(workstation, channel, { maxPercent })}
        />
        <td className="channel-block">
          {channel === 'INaL' && !unknown ? (
            <Flag text="! no effect" why="The Kernik 2019 cell has no late sodium current: a block of INaL has no effect on this twin." />
          ) : (
            <BlockBar fraction={fraction} />
          )}
          {row.extrapolated && <Flag text="! extrapolated" why="The IC50 is above the highest concentration that was tested." />}
          {!row.hillGiven && !unknown && <Flag text="Hill assumed" why="The source gives no Hill coefficient; 1 is assumed." />}
        </td>
      </tr>
      {problem !== null && (
        <tr>
          <td colSpan={5} id={`${channel}-problem`} className="field-problem" data-testid={`drug-channel-${channel}-problem`}>
            {problem}
          </td>
        </tr>
      )}
    </>
  );
}

function Flag({ text, why }: { text: string; why: string }) {
  return (
    <span className={`flag ${text.startsWith('!') ? 'flag-warning' : ''}`} title={why}>
      {text}
    </span>
  );
}
