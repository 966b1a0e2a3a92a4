import { findProtocol } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { protocolsFolder } from '../folders.ts';
import type { Services } from '../services.ts';

export function trainingHandlers({ folders, trainings, ownModels }: Services): HandlersOf<'training'> {
  return {
    'training:state': () => trainings.state(),
    'training:start': (settings) => trainings.start(settings, findProtocol(protocolsFolder(folders), settings.protocolId)),
    'training:stop': () => trainings.stop(),
    'training:networks': () => ownModels.list(),
    'training:use': ({ id, use }) => ownModels.setUse(id, use),
  };
}
