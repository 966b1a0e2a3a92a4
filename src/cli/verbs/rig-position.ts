import { MANIPULATORS, openManipulator } from '../../main/rig/index.ts';
import { pairs, shown } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const rigPosition: Verb = {
  words: ['rig', 'position'],
  summary: 'Show where a micromanipulator is, or stop it. Never tried on hardware.',
  options: {
    device: { value: MANIPULATORS.join('|'), help: 'Kind of manipulator.', required: true },
    port: { value: 'PATH', help: 'Its serial port.', required: true },
    stop: { help: 'Stop it first.' },
  },
  async run(args) {
    const kind = args.choice('device', MANIPULATORS);
    if (kind === undefined) throw new UsageError(`--device: expected ${MANIPULATORS.join(' or ')}.`);
    const manipulator = await openManipulator(kind, args.need('port'));
    try {
      if (args.flag('stop')) await manipulator.stop();
      const { xUm, yUm, zUm } = await manipulator.position();
      return {
        json: { device: manipulator.name, stopped: args.flag('stop'), xUm, yUm, zUm },
        lines: pairs([
          ['Device', manipulator.name],
          ['x', shown(xUm, 2, 'um')],
          ['y', shown(yUm, 2, 'um')],
          ['z', shown(zUm, 2, 'um')],
        ]),
      };
    } finally {
      await manipulator.close();
    }
  },
};
