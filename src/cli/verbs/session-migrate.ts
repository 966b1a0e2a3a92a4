import { migrateSession } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import type { Verb } from '../verb.ts';

export const sessionMigrate: Verb = {
  words: ['session', 'migrate'],
  summary: 'Bring a session of an older program to the newest layout; the file as it was is kept beside it.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {},
  run(args) {
    const file = existingSession(args.operand(0));
    const { from, to, backup } = migrateSession(file);
    return Promise.resolve({
      json: { session: file, from, to, backup },
      lines: [
        backup === null
          ? `${file} is of the newest layout (${to}) already; it was not changed.`
          : `${file} is of layout ${to} now. As it was (layout ${from}) it is kept as ${backup}.`,
      ],
    });
  },
};
