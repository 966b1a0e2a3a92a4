import { listPorts } from '../../rig/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { RequestError } from '../../ipc/request-error.ts';
import { assertPortName } from '../../security/port-name.ts';
import type { Services } from '../services.ts';

export function rigHandlers({ rig, protocols }: Services): HandlersOf<'rig'> {
  return {
    'rig:status': () => rig.status(),
    'rig:ports': async () => {
      const { ports, note } = await listPorts();
      return { ports: [{ path: 'emulated', label: 'Built-in simulated rig' }, ...ports], note };
    },
    'rig:connect': ({ port, seed }) => rig.connect(assertPortName(port), seed),
    'rig:disconnect': async () => {
      if (rig.isRecording()) throw new RequestError('busy', 'A recording is running. Stop or abort it before disconnecting.');
      await rig.rig.disconnect();
      return rig.status();
    },
    'rig:membraneTest': () => rig.rig.membraneTest(),
    'rig:record': ({ protocolId, ...wish }) => rig.record({ protocol: protocols.find(protocolId), ...wish }),
    'rig:stop': () => rig.stop(),
    'rig:abort': () => rig.abort(),
  };
}
