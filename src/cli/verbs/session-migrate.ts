import { migrateSession } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import type { Verb } from '../verb.ts';

export const sessionMigrate: Verb = {
  words: ['session', 'migrate'],
  summary: 'Convert a session of an older program to the newest layout; the old file is kept beside it.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {},
  run(args) {
    const file = existingSession(args.operand(0));
    const { from, to, backup } = migrateSession(file);
    return Promise.resolve({
      json: { session: file, from, to, backup },
      lines: [
        backup === null
          ? `${file} already has the newest layout (${to}); it was not changed.`
          : `${file} has layout ${to} now. The old file (layout ${from}) is kept as ${backup}.`,
      ],
    });
  },
};
