import type { HandlersOf } from '../../ipc/handlers.ts';
import { assertPortName } from '../../security/port-name.ts';
import type { Services } from '../services.ts';

export function rigHandlers({ rig, protocols }: Services): HandlersOf<'rig'> {
  return {
    'rig:status': () => rig.status(),
    'rig:ports': async () => {
      const { ports, note } = await rig.ports();
      return { ports: [{ path: 'emulated', label: 'Built-in simulated rig' }, ...ports], note };
    },
    'rig:connect': ({ port, seed }) => rig.connect(assertPortName(port), seed),
    'rig:disconnect': () => rig.disconnect(),
    'rig:membraneTest': () => rig.membraneTest(),
    'rig:record': ({ protocolId, ...wish }) => rig.record({ protocol: protocols.find(protocolId), ...wish }),
    'rig:stop': () => rig.stop(),
    'rig:abort': () => rig.abort(),
  };
}
