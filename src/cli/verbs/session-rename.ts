import { renameSession } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const sessionRename: Verb = {
  words: ['session', 'rename'],
  summary: 'Give the cell of a session another name, or its file.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {
    'cell-name': { value: 'TEXT', help: 'New name of the cell.' },
    file: { value: 'NAME', help: 'New name of the file, in the same folder.' },
  },
  run(args) {
    const file = existingSession(args.operand(0));
    const [cellName, name] = [args.text('cell-name'), args.text('file')];
    if (cellName === undefined && name === undefined) throw new UsageError('Missing: --cell-name TEXT or --file NAME.');
    const session = renameSession(file, cellName, name);
    return Promise.resolve({
      json: { session, cellName: cellName ?? null },
      lines: [`${session}${cellName === undefined ? '' : `: ${cellName}`}.`],
    });
  },
};
