import { repairSessionSteps } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Verb } from '../verb.ts';

export const sessionRepair: Verb = {
  words: ['session', 'repair'],
  summary: 'Make a sound session beside a damaged one of all that can still be read; the damaged file stays as it is.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: { out: { value: 'FILE', help: 'Session to make. Default: the same name with -repaired.' } },
  run(args, context) {
    const file = existingSession(args.operand(0));
    const { repaired, recordings, twins, saved, lost } = runWithProgress(repairSessionSteps(file, args.text('out')), 'Repairing', context);
    return Promise.resolve({
      json: { session: file, repaired, recordings, twins, saved, lost },
      lines:
        repaired === null
          ? [`${file} is intact: ${recordings} recording(s), ${twins} twin(s). Nothing was made.`]
          : [`${repaired} was made. ${saved}`, ...(lost.length === 0 ? ['Nothing was lost.'] : ['Lost:', ...lost])],
    });
  },
};
