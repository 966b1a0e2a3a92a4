import type { ShownChange } from '../../../core/drug/measured-entry.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { BlockBar } from './BlockBar.tsx';
import { measuredNow } from './chosenEntry.ts';
import { isStale } from './isStale.ts';

/** What the cell's own clamps show, channel by channel, in place of IC50 and Hill coefficient. */
export function MeasuredTable() {
  const found = useAppState(measuredNow);
  const busy = useAppState((state) => state.drugMeasured.kind === 'loading');
  const form = useAppState((state) => state.drugForm);
  const applied = valueOf(useAppState((state) => state.drugResult));
  if (found === null)
    return (
      <p className="fine">
        {busy ? 'The two recordings are compared…' : 'The two recordings could not be compared. Choose another source.'}
      </p>
    );
  const fractionOf = (channel: string): number | null =>
    applied === null || isStale(applied, form)
      ? null
      : (applied.result.blockedFraction.find((block) => block.channel === channel)?.fraction ?? null);
  return (
    <>
      <table className="table measured-table" data-testid="measured-changes">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Change</th>
            <th scope="col">Interval</th>
            <th scope="col">Blocked</th>
          </tr>
        </thead>
        <tbody>
          {found.channels.map((change) => (
            <ChangeLine key={change.channel} change={change} fraction={fractionOf(change.channel)} />
          ))}
          <ChangeLine change={{ ...found.runDown, channel: 'Run-down' }} fraction={null} />
        </tbody>
      </table>
      <p className="fine">
        Intervals hold what channels do in minutes without a drug too, all together in 9 of 10 cells; * leaves out no change. The run-down
        is common to all currents and is not applied. Channels that are not listed were not measured.
      </p>
    </>
  );
}

function ChangeLine({ change: { channel, change, low, high }, fraction }: { change: ShownChange; fraction: number | null }) {
  const percent = (share: number): string => {
    const whole = Math.round(100 * share);
    return `${whole > 0 ? '+' : whole < 0 ? '−' : ''}${Math.abs(whole)}`;
  };
  return (
    <tr data-testid={`measured-${channel}`}>
      <th scope="row">{channel}</th>
      <td className="num">
        {percent(change)} %{low > 0 || high < 0 ? ' *' : ''}
      </td>
      <td className="num">
        {percent(low)} to {percent(high)} %
      </td>
      <td className="channel-block">
        {channel === 'Run-down' ? <span className="muted">not applied</span> : <BlockBar fraction={fraction} />}
      </td>
    </tr>
  );
}
