import { DISCONNECTED_RIG } from '../../shared/contract/disconnected-rig.ts';
import type { ShellSlice } from '../state/appState.ts';
import { EMPTY } from '../state/loadable.ts';
import { addNotice } from '../state/notices.ts';
import type { Panel } from '../state/part.ts';

/** The frame around the desks: state bar, rail, notices. */
export const shellPanel: Panel<ShellSlice> = {
  slice: {
    desk: 'rig',
    theme: 'system',
    info: EMPTY,
    rig: DISCONNECTED_RIG,
    lastSimulated: false,
    inference: { state: 'starting', backend: null, backendNote: null },
    notices: [],
    pending: new Set(),
  },
  bind({ api, store }) {
    api.on['inference:status']((inference) => store.set({ inference }));
    api.on['app:notice'](({ level, message }) => addNotice(store, level, message));
  },
  async start({ api, store, load }) {
    const info = await load('info', () => api.call['app:info']());
    if (info !== null) store.set({ inference: info.inference });
  },
};
