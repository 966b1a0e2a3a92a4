import { resolve } from 'node:path';
import { againstTruth } from '../../core/twin/against-truth.ts';
import { DEFAULT_PROTOCOL_ID } from '../../core/protocol/parse-protocol.ts';
import { BACKEND_NAMES } from '../../inference/index.ts';
import { findProtocol, type SessionReader } from '../../main/store/index.ts';
import { beatDifferences, beatTable } from '../beat-lines.ts';
import { withInference, type InferenceClient } from '../inference-client.ts';
import { makeTwin } from '../make-twin.ts';
import { storeTwin, withSessionFile } from '../open-session.ts';
import { PROTOCOLS_DIR, sessionsDir } from '../paths.ts';
import { recordRun } from '../record-run.ts';
import { pickRecording, recordingFromSession } from '../recording-input.ts';
import { writeReport } from '../report/write-report.ts';
import { shown } from '../table.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import type { Context, Verb } from '../verb.ts';

export const job: Verb = {
  words: ['job'],
  summary: 'The whole job on the simulated rig: record, make the twin, compare, block a channel, write the report.',
  options: {
    report: { value: 'FILE.html', help: 'Where the report is written. Default: beside the session.' },
    sessions: { value: 'DIR', help: 'Folder of sessions. Default: where sessions are kept.' },
    seed: { value: 'N', help: 'Seed of the simulated cell. Default 1.' },
    protocol: { value: 'ID|FILE', help: `Default ${DEFAULT_PROTOCOL_ID}.` },
    'spontaneous-s': { value: 'N', help: 'Membrane potential without clamp after the protocol, s. Default 10.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
    models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' },
  },
  async run(args, context) {
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const spontaneousSeconds = args.number('spontaneous-s', { min: 0, max: 60 }) ?? 10;
    const wish = { prefer: args.choice('backend', BACKEND_NAMES), modelsDir: args.text('models') };
    const askedReport = args.text('report');
    const protocol = findProtocol(PROTOCOLS_DIR, args.text('protocol') ?? DEFAULT_PROTOCOL_ID);
    const target = { kind: 'new', folder: resolve(args.text('sessions') ?? sessionsDir()), cellName: `Simulated cell ${seed}` } as const;
    const run = await recordRun({ port: { kind: 'simulated', seed }, protocol, target, spontaneousSeconds }, context);
    return withSessionFile(run.sessionPath, async (session) => {
      const report = resolve(askedReport ?? `${session.path.replace(/\.[^.]+$/, '')}.html`);
      return await withInference(wish, context, async (inference) => {
        const twinId = await makeTwins(session, inference, context);
        context.progress.step('Writing the report', 0);
        const data = await writeReport(report, session, inference, { twinId, trueSeed: seed, generatedAt: new Date().toISOString() });
        const { twin, recordedBeat, truth, drug, leakyBeat } = data;
        const judged = truth === null ? null : againstTruth(twin, truth.multipliers);
        const beatJson = (beat: { outcome: string; features: object } | null | undefined) =>
          beat ? { outcome: beat.outcome, ...beat.features } : null;
        return {
          json: {
            report,
            session: session.path,
            sessionId: session.id,
            simulated: run.simulated,
            ...twinSummary(twin),
            recorded: beatJson(recordedBeat?.beat),
            twinWithLeak: beatJson(leakyBeat),
            trueCell: beatJson(truth?.beat),
            againstTruth: judged,
            difference: recordedBeat === null ? null : beatDifferences(recordedBeat.beat.features, (leakyBeat ?? twin.beat).features),
            drug: { title: drug.title, ...beatJson(drug.after) },
          },
          lines: [
            ...twinLines(twin),
            '',
            ...beatTable([
              ...(recordedBeat === null ? [] : [['Recorded', recordedBeat.beat] as const]),
              ...(leakyBeat === null ? [] : [['Twin + seal leak', leakyBeat] as const]),
              ...(truth === null ? [] : [['True cell', truth.beat] as const]),
              [drug.title, drug.after],
            ]),
            ...(judged === null
              ? []
              : [
                  '',
                  `${judged.inIntervals} of the ${judged.of} true values are within the twin's 90 % intervals; errors are ` +
                    `${shown(judged.rmsErrorInSds, 2)} of the stated SDs (rms).`,
                ]),
            '',
            'SIMULATED: the cell lives in the simulated rig; no real cell was recorded.',
            `Session: ${session.path}`,
            `Report:  ${report}`,
          ],
        };
      });
    });
  },
};

/** The network's twin at once, then the refined one; both are stored. Returns the id of the refined one. */
async function makeTwins(session: SessionReader, inference: InferenceClient, { progress }: Context): Promise<number> {
  const recordingId = pickRecording(session, undefined);
  const input = recordingFromSession(session, recordingId);
  try {
    const { twin } = await makeTwin(inference, input, { method: 'network', seed: 1 }, progress);
    storeTwin(session.path, recordingId, twin);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    progress.note(`The network alone gave no twin: ${reason}`);
  }
  const { twin } = await makeTwin(inference, input, { method: 'refined', seed: 1 }, progress);
  return storeTwin(session.path, recordingId, twin);
}
