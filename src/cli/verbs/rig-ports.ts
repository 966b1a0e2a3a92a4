import { listPorts } from '../../main/rig/index.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const rigPorts: Verb = {
  words: ['rig', 'ports'],
  summary: 'List the serial ports of this machine.',
  options: {},
  async run() {
    const list = await listPorts();
    const lines = list.ports.length === 0 ? ['No serial port found.'] : table(['Port', 'Device'], list.ports.map(({ path, label }) => [path, label]));
    return { json: list, lines: list.note === null ? lines : [...lines, list.note] };
  },
};
