import { EMPTY } from '../../state/loadable.ts';
import type { Desk } from '../../state/part.ts';
import { DrugsDesk } from './DrugsDesk.tsx';
import { changeStudy } from './experiment/studyActions.ts';
import { NEW_STUDY_DESK } from './experiment/studyState.ts';
import { CHANNELS, NO_CHANNEL, type ChannelName, type ChannelRow } from './slice.ts';

export const drugsDesk: Desk<'drugs'> = {
  id: 'drugs',
  title: 'Drugs',
  glyph: { lines: 'M7 4 H17 M9 4 V10 L4.5 18 C4 19.5 5 20.5 6.5 20.5 H17.5 C19 20.5 20 19.5 19.5 18 L15 10 V4 M6.5 15 H17.5' },
  component: DrugsDesk,
  slice: {
    drugs: EMPTY,
    drugForm: {
      choice: -1,
      channels: Object.fromEntries(CHANNELS.map((channel) => [channel, NO_CHANNEL])) as Record<ChannelName, ChannelRow>,
      concentrationNm: '100',
      measured: null,
    },
    drugMeasured: EMPTY,
    drugResult: EMPTY,
    drugStudy: NEW_STUDY_DESK,
    drugStudies: EMPTY,
  },
  bind(workstation) {
    workstation.api.on['drug:progress'](({ ticket, fraction, part }) => {
      const { running } = workstation.store.get().drugStudy;
      if (running?.ticket === ticket) changeStudy(workstation, { running: { ...running, fraction, part: part ?? running.part } });
    });
  },
  async start({ api, load }) {
    await load('drugs', () => api.call['drug:list']());
  },
};
