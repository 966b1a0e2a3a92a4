import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import { dateTime } from '../../ui/quantity.ts';
import { RepairButton } from './RepairButton.tsx';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** A file that cannot be read stays in the list, with what is wrong and what to do. */
export function SessionRow({ session, open, onOpen }: { session: SessionSummary; open: boolean; onOpen: () => void }) {
  const { cellName, createdAt, recordings, twins, simulated, problem, repairable, damage, file, sessionKey } = session;
  if (problem !== null) {
    return (
      <div className="session-row session-row-problem" data-testid="session-problem" title={file}>
        <span className="session-name">! {cellName === '' ? file : cellName}</span>
        <span className="session-problem">{problem}</span>
        {repairable && <RepairButton sessionKey={sessionKey} />}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="session-row"
      data-testid="session-row"
      aria-current={open ? 'true' : undefined}
      title={file}
      onClick={onOpen}
    >
      <span className="session-name">
        {cellName}
        {simulated && <SimulatedTag />}
      </span>
      {damage !== null && (
        <span className="session-problem" data-testid="session-damage" title={damage}>
          ! {damage}
        </span>
      )}
      <span className="fine num">
        {dateTime(createdAt)} · {count(recordings, 'recording')} · {count(twins, 'twin')}
      </span>
    </button>
  );
}
