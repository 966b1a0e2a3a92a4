import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import { protocolToJson } from '../../../core/protocol/protocol-json.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import { readProtocol } from '../../../core/protocol/read-protocol.ts';
import { realiseProtocol } from '../../../core/protocol/realise-protocol.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { RequestError } from '../../ipc/request-error.ts';
import { guarded, StorageError, writeFileWhole } from '../../store/index.ts';
import { askForFile, askWhereToSave } from '../ask-path.ts';
import type { Services } from '../services.ts';

const PROTOCOL_FILE = { title: 'JSON', extension: 'json' };

type ProtocolMessage = ResponseOf<'protocol:list'>[number];
const message = (protocol: Protocol): ProtocolMessage => ({ ...protocol, segments: [...protocol.segments] });

export function protocolHandlers({ rig, protocols, protocolScores, protocolDraft, window, pathTokens }: Services): HandlersOf<'protocol'> {
  return {
    'protocol:list': () => protocols.list().entries.map(({ protocol }) => message(protocol)),
    'protocol:shelf': () => {
      const { entries, problems } = protocols.list();
      return {
        ownFolder: protocols.ownFolder,
        entries: entries.map(({ origin, protocol }) => ({ origin, protocol: message(protocol) })),
        problems: [...problems],
      };
    },
    'protocol:compile': ({ protocolId }) => {
      const requested = protocols.find(protocolId);
      const { realised, largestErrorMv, notes } = realiseProtocol(
        requested,
        (rig.status().capabilities ?? BUILT_IN_RIG.capabilities).stimulusGrid,
      );
      return { requested: message(requested), realised: message(realised), largestErrorMv, notes: [...notes] };
    },
    'protocol:import': async ({ token }) => {
      const path = token === undefined ? await askForFile(window(), 'Import a protocol', PROTOCOL_FILE) : pathTokens.use(token, 'json');
      if (path === null) return null;
      const text = guarded('Reading a protocol', path, () => readFileSync(path, 'utf8'));
      const { protocol, notes } = refusedIfBad(() => readProtocol(text, basename(path)));
      return { protocol: message(protocol), notes: [...notes] };
    },
    'protocol:save': ({ protocol, replace }) => refusedIfBad(() => protocols.save(protocol, replace)),
    'protocol:export': async ({ protocol }) => {
      const target = await askWhereToSave(window(), protocol.id, PROTOCOL_FILE);
      if (target !== null) writeFileWhole(target, [protocolToJson(protocol)]);
      return target;
    },
    'protocol:remove': ({ protocolId }) => protocols.remove(protocolId),
    'protocol:score': (request) => protocolScores.score(request),
    'protocol:cancelScore': ({ purpose }) => protocolScores.cancel(purpose),
    'protocol:draft': () => protocolDraft.read(),
    'protocol:keepDraft': (draft) => protocolDraft.keep(draft),
  };
}

/** A faulty protocol is an error of the request, not of the program. */
function refusedIfBad<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StorageError || !(error instanceof Error)) throw error;
    throw new RequestError('bad-request', error.message, { cause: error });
  }
}
