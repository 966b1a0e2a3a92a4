import { basename } from 'node:path';
import { recordingsToRenew } from '../../core/twin/old-prior.ts';
import { BACKEND_NAMES } from '../../inference/index.ts';
import { SessionFolder } from '../../main/store/index.ts';
import { withInference } from '../inference-client.ts';
import { makeTwin, METHODS } from '../make-twin.ts';
import { existingSession, storeTwin, withSessionFile } from '../open-session.ts';
import { sessionsDir } from '../paths.ts';
import { recordingFromSession } from '../recording-input.ts';
import { table } from '../table.ts';
import type { Verb } from '../verb.ts';

interface Old {
  readonly file: string;
  readonly cellName: string;
  readonly recordingId: number;
}

type Renewed = Old & ({ readonly twinId: number; readonly outcome: string } | { readonly problem: string });

export const sessionRenew: Verb = {
  words: ['session', 'renew'],
  summary: 'Infer again, one after the other, the living cells whose twins were made with the prior of simulated ones.',
  options: {
    sessions: { value: 'DIR', help: 'Folder of sessions. Default: where sessions are kept.' },
    session: { value: 'FILE', help: 'One session instead.' },
    list: { help: 'Only list them.' },
    method: { value: METHODS.join('|'), help: 'Default refined.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
    models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' },
  },
  async run(args, context) {
    args.exclusive('sessions', 'session');
    const file = args.text('session');
    const method = args.choice('method', METHODS) ?? 'refined';
    const files = file !== undefined ? [existingSession(file)] : withOldTwins(args.text('sessions') ?? sessionsDir());
    const old = (await Promise.all(files.map(oldOf))).flat();
    const row = ({ cellName, recordingId, file: of }: Old): string[] => [cellName, String(recordingId), basename(of)];
    if (args.flag('list') || old.length === 0) {
      return {
        json: { old },
        lines: old.length === 0 ? ['No twin is of the old prior.'] : table(['Cell', 'Recording', 'Session'], old.map(row)),
      };
    }
    const wish = { prefer: args.choice('backend', BACKEND_NAMES), modelsDir: args.text('models') };
    const renewed = await withInference(wish, context, async (inference) => {
      const all: Renewed[] = [];
      for (const one of old) {
        context.signal.throwIfAborted();
        context.progress.note(`${one.cellName}, recording ${one.recordingId} (${all.length + 1} of ${old.length})`);
        all.push(await renew(one));
      }
      return all;

      async function renew(one: Old): Promise<Renewed> {
        try {
          const input = await withSessionFile(one.file, (session) => recordingFromSession(session, one.recordingId));
          const { twin } = await makeTwin(inference, input, { method, seed: 1 }, context.progress);
          return { ...one, twinId: storeTwin(one.file, one.recordingId, twin), outcome: twin.beat.outcome };
        } catch (error) {
          context.signal.throwIfAborted();
          // One recording that cannot be used does not end the batch.
          return { ...one, problem: error instanceof Error ? error.message : String(error) };
        }
      }
    });
    const failed = renewed.filter((one) => 'problem' in one).length;
    return {
      json: { renewed },
      failed: failed > 0,
      lines: table(
        ['Cell', 'Recording', 'Session', 'Twin'],
        renewed.map((one) => [...row(one), 'problem' in one ? one.problem : `${one.twinId}: ${one.outcome}`]),
      ),
    };
  },
};

function withOldTwins(folder: string): string[] {
  return new SessionFolder(folder)
    .list()
    .filter(({ problem, oldTwins }) => problem === null && oldTwins > 0)
    .map(({ file }) => file);
}

function oldOf(file: string): Promise<Old[]> {
  return withSessionFile(file, (session) => {
    const { cellName } = session.summary();
    return recordingsToRenew(session.listTwins()).map((recordingId) => ({ file, cellName, recordingId }));
  });
}
