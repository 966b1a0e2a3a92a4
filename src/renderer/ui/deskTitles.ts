import type { DeskId } from '../state/appState.ts';

export const DESK_TITLE: Readonly<Record<DeskId, string>> = {
  rig: 'Rig',
  twin: 'Twin',
  review: 'Review',
  drugs: 'Drugs',
  models: 'Models',
  protocol: 'Protocol',
};
