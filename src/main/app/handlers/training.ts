import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

export function trainingHandlers({ protocols, trainings, ownModels }: Services): HandlersOf<'training'> {
  return {
    'training:state': () => trainings.state(),
    'training:start': (settings) => trainings.start(settings, protocols.find(settings.protocolId)),
    'training:stop': () => trainings.stop(),
    'training:networks': () => ownModels.list(),
    'training:use': ({ id, use }) => ownModels.setUse(id, use),
  };
}
