import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { onlyTwin } from '../only-twin.ts';
import { withSessionFile } from '../open-session.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import { MEASURED_WORD, measuredOfSession } from './measured-of-session.ts';
import { MEASURED_OPTIONS, measuredOf } from './measured-option.ts';

/** Options of the verbs that give a drug to one twin: the twin, and its block by the cell's own clamps. */
export const TWIN_AND_MEASURED_OPTIONS: OptionTable = {
  twin: { value: 'FILE.json', help: `The twin; with --source ${MEASURED_WORD} that of --session.` },
  ...MEASURED_OPTIONS,
  session: {
    value: 'FILE',
    help: `Session of the two recordings, or of the twin and its clamp with the drug (--source ${MEASURED_WORD}).`,
  },
  'twin-id': { value: 'N', help: `Which twin of --session (--source ${MEASURED_WORD}); may be left out where it has one.` },
  'measured-recording': {
    value: 'N',
    help: `Which clamp with the drug (--source ${MEASURED_WORD}); may be left out where the session has one.`,
  },
};

/** A twin, with the drug of --drug by the clamps of its own cell where they are asked for. */
export interface DruggedTwin {
  readonly twin: Twin;
  readonly measured: DrugEntry | null;
  /** Source that the options name; undefined: the usual one. */
  readonly sourceId: string | undefined;
}

/** The twin of --twin. @throws UsageError where it is missing */
export function twinOf(args: Arguments): Twin {
  const file = args.text('twin');
  if (file === undefined) throw new UsageError('Missing: --twin FILE.json.');
  return readTwin(file);
}

/** @throws UsageError where options are missing or do not go together; Error that says why no recording shows the block */
export async function druggedTwin(args: Arguments, table: readonly DrugEntry[]): Promise<DruggedTwin> {
  const source = args.text('source');
  if (source !== MEASURED_WORD) {
    for (const name of ['twin-id', 'measured-recording'])
      if (args.text(name) !== undefined) throw new UsageError(`--${name} belongs to --source ${MEASURED_WORD}.`);
    const twin = twinOf(args);
    const measured = await measuredOf(args, twin, table);
    return { twin, measured, sourceId: source ?? measured?.sourceId };
  }
  for (const name of ['twin', 'measured', 'measured-nm', 'protocol', 'sample-rate-hz'])
    if (args.text(name) !== undefined)
      throw new UsageError(`--${name} does not go with --source ${MEASURED_WORD}, which takes the twin and its clamps from --session.`);
  const asked = args.number('twin-id', { min: 1, whole: true });
  const recordingId = args.number('measured-recording', { min: 1, whole: true });
  return withSessionFile(args.need('session'), async (session) => {
    const twinId = asked ?? onlyTwin(session);
    const measured = await measuredOfSession(session, { twinId, drug: args.need('drug'), recordingId }, table);
    return { twin: session.getTwin(twinId).twin, measured, sourceId: measured.sourceId };
  });
}
