import { realiseProtocol, RIGLINK_GRID } from '../../../core/protocol/realise-protocol.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import { findProtocol, loadProtocols } from '../../store/index.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { protocolsFolder } from '../folders.ts';
import type { Services } from '../services.ts';

type ProtocolMessage = ResponseOf<'protocol:list'>[number];
const message = (protocol: Protocol): ProtocolMessage => ({ ...protocol, segments: [...protocol.segments] });

export function protocolHandlers({ folders }: Services): HandlersOf<'protocol'> {
  return {
    'protocol:list': () => loadProtocols(protocolsFolder(folders)).map(message),
    'protocol:compile': ({ protocolId }) => {
      const requested = findProtocol(protocolsFolder(folders), protocolId);
      const { realised, largestErrorMv, notes } = realiseProtocol(requested, RIGLINK_GRID);
      return { requested: message(requested), realised: message(realised), largestErrorMv, notes: [...notes] };
    },
  };
}
