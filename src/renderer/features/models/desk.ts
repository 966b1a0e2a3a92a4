import { TRAINING_DEFAULTS } from '../../../shared/training/defaults.ts';
import { EMPTY } from '../../state/loadable.ts';
import type { Desk } from '../../state/part.ts';
import { firstProtocol } from '../protocol/firstProtocol.ts';
import { ModelsDesk } from './ModelsDesk.tsx';
import { applyTraining, changeTrainingForm, loadTraining } from './trainingActions.ts';

const NETWORK =
  'M5 5 h.01 M5 12 h.01 M5 19 h.01 M12 8 h.01 M12 16 h.01 M19 12 h.01 M5 5 L12 8 L19 12 M5 12 L12 8 M5 12 L12 16 L19 12 M5 19 L12 16';

export const modelsDesk: Desk<'models'> = {
  id: 'models',
  title: 'Models',
  glyph: { lines: NETWORK, dots: NETWORK },
  component: ModelsDesk,
  slice: {
    models: EMPTY,
    ownModels: EMPTY,
    training: { kind: 'none' },
    trainingForm: {
      protocolId: '',
      lowC: String(TRAINING_DEFAULTS.temperatureC),
      highC: String(TRAINING_DEFAULTS.temperatureC),
      spreadPercent: String(100 * TRAINING_DEFAULTS.spread),
      cells: String(TRAINING_DEFAULTS.cells),
      minutes: String(TRAINING_DEFAULTS.minutes),
    },
  },
  bind(workstation) {
    workstation.api.on['training:state']((training) => applyTraining(workstation, training));
  },
  async start(workstation) {
    const { api, load } = workstation;
    await Promise.all([load('models', () => api.call['models:list']()), loadTraining(workstation)]);
  },
  async started(workstation) {
    const { store } = workstation;
    const first = firstProtocol(store.get());
    if (first !== undefined && store.get().trainingForm.protocolId === '') changeTrainingForm(workstation, { protocolId: first.id });
  },
};
