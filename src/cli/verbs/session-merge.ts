import { mergeSessionsSteps } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Verb } from '../verb.ts';

export const sessionMerge: Verb = {
  words: ['session', 'merge'],
  summary: 'Make one session of several of one cell; they stay as they are.',
  operands: [{ value: 'FILE', many: true, help: 'The sessions, at least two.' }],
  options: {
    out: { value: 'FILE', help: 'Session to make.', required: true },
    'cell-name': { value: 'TEXT', help: 'Name of the cell. Needed where the sessions give different ones.' },
  },
  run(args, context) {
    const files = args.words().map(existingSession);
    const merged = runWithProgress(mergeSessionsSteps(files, args.need('out'), args.text('cell-name')), 'Merging', context);
    return Promise.resolve({
      json: { ...merged, from: files },
      lines: [`${merged.session}: ${merged.cellName}, ${merged.recordings} recording(s), ${merged.twins} twin(s).`, ...merged.once],
    });
  },
};
