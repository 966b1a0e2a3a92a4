import { BACKEND_NAMES } from '../../inference/index.ts';
import { withInference } from '../inference-client.ts';
import { withSessionFile } from '../open-session.ts';
import { writeReport } from '../report/write-report.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import type { Verb } from '../verb.ts';

export const reportVerb: Verb = {
  words: ['report'],
  summary: 'Write the HTML report of a twin: current, action potential, parameters, limits, provenance.',
  options: {
    session: { value: 'FILE', help: 'Session with the twin.', required: true },
    out: { value: 'FILE.html', help: 'Where the report is written.', required: true },
    'twin-id': { value: 'N', help: 'Default: the newest twin.' },
    'true-seed': { value: 'N', help: 'Seed of the simulated rig that was recorded: compares with its true cell.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
  },
  async run(args, context) {
    const out = args.need('out');
    const asked = args.number('twin-id', { min: 1, whole: true });
    const trueSeed = args.number('true-seed', { min: 0, whole: true }) ?? null;
    const prefer = args.choice('backend', BACKEND_NAMES);
    return withSessionFile(args.need('session'), async (session) => {
      const twinId = asked ?? session.listTwins().at(-1)?.twinId;
      if (twinId === undefined) throw new Error('The session has no twin yet. Make one with "infer --session FILE".');
      if (trueSeed !== null && !session.summary().simulated) throw new Error('--true-seed: this session was not recorded on the simulated rig, so its cell has no known truth. Leave the option out.');
      const { twin, recordedBeat } = await withInference({ prefer }, context, (inference) =>
        writeReport(out, session, inference, { twinId, trueSeed, generatedAt: new Date().toISOString() }),
      );
      const recorded = recordedBeat === null ? null : { outcome: recordedBeat.beat.outcome, ...recordedBeat.beat.features };
      return { json: { report: out, twinId, ...twinSummary(twin), recorded }, lines: [...twinLines(twin), '', `Report: ${out}`] };
    });
  },
};
