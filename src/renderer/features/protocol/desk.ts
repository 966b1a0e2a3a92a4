import { EMPTY } from '../../state/loadable.ts';
import type { Desk } from '../../state/part.ts';
import { bindDraft } from './bindDraft.ts';
import { bindScores } from './bindScores.ts';
import { INITIAL_PROTOCOL_DESK } from './deskState.ts';
import { takeEditorKey } from './editorKeys.ts';
import { refreshShelf, restoreDraft } from './protocolActions.ts';
import { ProtocolDesk } from './ProtocolDesk.tsx';

export const protocolDesk: Desk<'protocol'> = {
  id: 'protocol',
  title: 'Protocol',
  glyph: { lines: 'M2 17 H6 V7 H10 V14 L16 6 V17 H22' },
  component: ProtocolDesk,
  keys: takeEditorKey,
  slice: { protocols: EMPTY, shelf: EMPTY, protocolDesk: INITIAL_PROTOCOL_DESK },
  bind(workstation) {
    bindDraft(workstation);
    bindScores(workstation);
  },
  async start(workstation) {
    await Promise.all([refreshShelf(workstation), restoreDraft(workstation)]);
  },
};
