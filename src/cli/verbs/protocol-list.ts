import { protocolDurationMs } from '../../core/protocol/protocol.ts';
import { loadProtocols } from '../../main/store/index.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const protocolList: Verb = {
  words: ['protocol', 'list'],
  summary: 'List the protocols of the library.',
  options: {},
  async run() {
    const protocols = loadProtocols(PROTOCOLS_DIR).map((protocol) => ({ ...protocol, durationMs: protocolDurationMs(protocol) }));
    return {
      json: { protocols },
      lines: table(
        ['Id', 'Name', 'Segments', 'Duration (ms)'],
        protocols.map((p) => [p.id, p.name, String(p.segments.length), p.durationMs.toFixed(1)]),
      ),
    };
  },
};
