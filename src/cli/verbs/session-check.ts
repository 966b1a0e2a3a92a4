import { checkSessionSteps } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const sessionCheck: Verb = {
  words: ['session', 'check'],
  summary: 'Verify everything a session holds; exit 1 when something is damaged.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {},
  run(args, { progress, signal }) {
    const steps = checkSessionSteps(existingSession(args.operand(0)));
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      signal.throwIfAborted();
      progress.step('Checking', step.value);
    }
    const found = step.value;
    const damage = [...found.damage, ...found.recordings.flatMap((recording) => recording.damage)];
    return Promise.resolve({
      json: found,
      failed: !found.intact,
      lines: [
        ...table(
          ['Recording', 'Samples', 'Lost', 'Status', 'Samples read back'],
          found.recordings.map((r) => [
            String(r.recordingId),
            String(r.samples),
            String(r.lost),
            r.status,
            r.damage.length === 0 ? 'intact' : 'damaged',
          ]),
        ),
        ...damage,
        found.intact
          ? `${found.file} is intact: layout ${found.layout}, ${found.recordings.length} recording(s), ${found.twins} twin(s).`
          : `${found.file} is damaged. Copy it to a safe place before anything else is tried on it.`,
      ],
    });
  },
};
