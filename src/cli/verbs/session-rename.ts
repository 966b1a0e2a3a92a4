import { describeCell, renameSession } from '../../main/store/index.ts';
import { statedCulture } from '../culture-options.ts';
import { cultureWords } from '../../core/trace/culture.ts';
import { existingSession } from '../open-session.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const sessionRename: Verb = {
  words: ['session', 'rename'],
  summary: 'Give the cell of a session another name, or correct its line, passage and day; or give its file another name.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {
    'cell-name': { value: 'TEXT', help: 'New name of the cell.' },
    file: { value: 'NAME', help: 'New name of the file, in the same folder.' },
    line: { value: 'TEXT', help: 'Cell line of the cell; what was stated before is kept in the notes.' },
    passage: { value: 'N', help: 'Passage of its culture.' },
    day: { value: 'N', help: 'Day of differentiation.' },
  },
  run(args) {
    const file = existingSession(args.operand(0));
    const [cellName, name] = [args.text('cell-name'), args.text('file')];
    const changes = statedCulture(args);
    const describes = Object.keys(changes).length > 0;
    if (cellName === undefined && name === undefined && !describes)
      throw new UsageError('Missing: --cell-name TEXT, --line TEXT, --passage N, --day N or --file NAME.');
    const culture = describes ? describeCell(file, changes, new Date().toISOString()) : null;
    const session = renameSession(file, cellName, name);
    const words = [...(cellName === undefined ? [] : [cellName]), ...(culture === null ? [] : [cultureWords(culture)])];
    return Promise.resolve({
      json: { session, cellName: cellName ?? null, culture },
      lines: [`${session}${words.length === 0 ? '' : `: ${words.join(', ')}`}.`],
    });
  },
};
