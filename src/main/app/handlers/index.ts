import type { Handlers } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';
import { appHandlers } from './app.ts';
import { drugHandlers } from './drug.ts';
import { jobsHandlers } from './jobs.ts';
import { modelsHandlers } from './models.ts';
import { protocolHandlers } from './protocol.ts';
import { rigHandlers } from './rig.ts';
import { sessionHandlers } from './session.ts';
import { trainingHandlers } from './training.ts';
import { twinHandlers } from './twin.ts';

/** The handlers of all areas; a key of the contract without one does not compile. */
export function createHandlers(services: Services): Handlers {
  return {
    ...appHandlers(services),
    ...rigHandlers(services),
    ...protocolHandlers(services),
    ...sessionHandlers(services),
    ...twinHandlers(services),
    ...drugHandlers(services),
    ...jobsHandlers(services),
    ...modelsHandlers(services),
    ...trainingHandlers(services),
  };
}
