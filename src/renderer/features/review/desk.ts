import { EMPTY } from '../../state/loadable.ts';
import type { Desk } from '../../state/part.ts';
import { refreshSessions, reloadOpenSession } from './reviewActions.ts';
import { ReviewDesk } from './ReviewDesk.tsx';
import { takeDropped } from './takeDropped.ts';

export const reviewDesk: Desk<'review'> = {
  id: 'review',
  title: 'Review',
  glyph: { lines: 'M3 5 H21 V19 H3 Z M3 9 H21 M6 15 H9 L10 12 L12 17 L13 15 H18' },
  component: ReviewDesk,
  slice: {
    sessions: EMPTY,
    openSession: EMPTY,
    sessionAsked: null,
    importList: [],
    importTemplate: null,
    importing: null,
    importReport: null,
    exporting: null,
    exportReport: null,
  },
  bind(workstation) {
    const { api } = workstation;
    api.on['session:changed'](({ sessionKey }) => {
      void refreshSessions(workstation);
      void reloadOpenSession(workstation, sessionKey);
    });
    api.on['session:importing'](({ fraction }) => {
      if (workstation.store.get().importing !== null) workstation.store.set({ importing: fraction });
    });
    api.on['session:exporting'](({ fraction }) => {
      if (workstation.store.get().exporting !== null) workstation.store.set({ exporting: fraction });
    });
    api.on['app:dropped'](({ files }) => void takeDropped(workstation, files));
  },
  start: refreshSessions,
};
