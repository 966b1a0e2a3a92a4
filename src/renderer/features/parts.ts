import { shellPanel } from '../shell/shellPanel.ts';
import { allDesks, type Parts } from '../state/part.ts';
import { drugsDesk } from './drugs/desk.ts';
import { jobsPanel } from './jobs/panel.ts';
import { modelsDesk } from './models/desk.ts';
import { protocolDesk } from './protocol/desk.ts';
import { reviewDesk } from './review/desk.ts';
import { rigDesk } from './rig/desk.ts';
import { twinDesk } from './twin/desk.ts';

/**
 * Every part of the window: a new desk is its folder and its line here. The desks follow the order of the work; the last two prepare it.
 */
export const PARTS: Parts = {
  panels: { shell: shellPanel, jobs: jobsPanel },
  desks: {
    rig: rigDesk,
    twin: twinDesk,
    review: reviewDesk,
    drugs: drugsDesk,
    models: modelsDesk,
    protocol: protocolDesk,
  },
};

export const DESKS = allDesks(PARTS);
