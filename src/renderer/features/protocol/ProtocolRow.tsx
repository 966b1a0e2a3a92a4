import { protocolDurationMs } from '../../../core/protocol/protocol.ts';
import type { Protocol } from '../../state/appState.ts';
import type { ListScore } from './deskState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { fixed } from '../../ui/quantity.ts';
import { openProtocol } from './protocolActions.ts';

interface ProtocolRowProps {
  readonly origin: 'library' | 'own';
  readonly protocol: Protocol;
  readonly score: ListScore | undefined;
  readonly isOpen: boolean;
  readonly isChanged: boolean;
}

export function ProtocolRow({ origin, protocol, score, isOpen, isChanged }: ProtocolRowProps) {
  const workstation = useWorkstation();
  return (
    <button
      type="button"
      className="session-row"
      aria-current={isOpen}
      title={`${protocol.name}\n${protocol.source}`}
      data-testid={`protocol-row-${protocol.id}`}
      onClick={() => openProtocol(workstation, origin, protocol)}
    >
      <span className="session-name">
        <span className="one-line">{protocol.name}</span>
        <span className="num" aria-label="mean R² bound">
          {score === undefined ? '…' : fixed(score.r2Mean, 3)}
        </span>
      </span>
      <span className="fine">
        {fixed(protocolDurationMs(protocol) / 1000, 2)} s · {protocol.segments.length} segments
        {isChanged ? ' · ● changed' : ''}
      </span>
    </button>
  );
}
