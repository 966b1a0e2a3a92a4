import { Button } from '@blueprintjs/core';
import type { OwnModel } from '../../../shared/training/own-models.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { ModelCardView } from './ModelCardView.tsx';
import { chooseNetwork } from './trainingActions.ts';

/** The card of a network that the operator trained, and whether it is in use. */
export function OwnNetwork({ model: { card, inUse } }: { model: OwnModel }) {
  const workstation = useWorkstation();
  const choosing = useAppState((state) => state.pending.has(`network-${card.id}`));
  return (
    <ModelCardView card={card} origin={inUse ? 'Yours, in use' : 'Yours, not in use'}>
      <div className="row card-choice">
        <Button
          intent={inUse ? 'none' : 'primary'}
          disabled={inUse}
          loading={choosing && !inUse}
          data-testid="network-use"
          onClick={() => void chooseNetwork(workstation, card.id, true)}
        >
          {inUse ? 'In use' : 'Use this network'}
        </Button>
        <Button
          disabled={!inUse}
          loading={choosing && inUse}
          data-testid="network-aside"
          onClick={() => void chooseNetwork(workstation, card.id, false)}
        >
          Do not use
        </Button>
      </div>
    </ModelCardView>
  );
}
