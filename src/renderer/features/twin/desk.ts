import { EMPTY } from '../../state/loadable.ts';
import type { Desk } from '../../state/part.ts';
import { TwinDesk } from './TwinDesk.tsx';

export const twinDesk: Desk<'twin'> = {
  id: 'twin',
  title: 'Twin',
  glyph: {
    lines:
      'M2 17 H6 C7 17 7 5 9 5 C11 5 12 7 13 10 C14 14 15 17 17 17 H22 M4 20 H8 C9 20 9 8 11 8 C13 8 14 10 15 13 C16 17 17 20 19 20 H22',
  },
  component: TwinDesk,
  slice: { openTwin: EMPTY, nextClamps: null, methodRuns: {} },
};
