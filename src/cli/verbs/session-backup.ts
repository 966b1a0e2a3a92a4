import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { backupSessionSteps, SESSION_EXTENSION } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Verb } from '../verb.ts';

export const sessionBackup: Verb = {
  words: ['session', 'backup'],
  summary: 'Copy a session as it is at this moment, also while it is recorded into, and read the copy back.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: { out: { value: 'FILE|DIR', help: 'Where to. Default: beside it, with the date.' } },
  run(args, context) {
    const file = existingSession(args.operand(0));
    const stamp = new Date().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '');
    const name = `${basename(file, SESSION_EXTENSION)}_backup_${stamp}${SESSION_EXTENSION}`;
    const asked = args.text('out');
    const isFolder = asked !== undefined && existsSync(asked) && statSync(asked).isDirectory();
    const out = asked === undefined ? join(file, '..', name) : isFolder ? join(asked, name) : asked;
    const { backup, intact, damage } = runWithProgress(backupSessionSteps(file, out), 'Backing up', context);
    return Promise.resolve({
      json: { session: file, backup, intact, damage },
      failed: !intact,
      lines: [intact ? `${backup} was written and read back.` : `${backup} is as damaged as the session:`, ...damage],
    });
  },
};
