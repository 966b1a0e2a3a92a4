import { DRIVERS, listAmplifiers } from '../../main/rig/index.ts';
import { portText } from '../../shared/rig/rig-port.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const rigPorts: Verb = {
  words: ['rig', 'ports'],
  summary: 'List the ports of this machine to which a rig may be connected.',
  options: {},
  async run() {
    const { ports, note } = await listAmplifiers(DRIVERS);
    const found = ports.map(({ port, label }) => ({ path: portText(port), label }));
    const lines =
      found.length === 0
        ? ['No serial port found.']
        : table(
            ['Port', 'Device'],
            found.map(({ path, label }) => [path, label]),
          );
    return { json: { ports: found, note }, lines: note === null ? lines : [...lines, note] };
  },
};
