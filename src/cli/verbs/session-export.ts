import { exportRecordingCsv } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import { withSessionFile } from '../open-session.ts';
import { pickRecording } from '../recording-input.ts';
import type { Verb } from '../verb.ts';

export const sessionExport: Verb = {
  words: ['session', 'export'],
  summary: 'Write a recording of a session as CSV.',
  options: {
    session: { value: 'FILE', help: 'The session.', required: true },
    'recording-id': { value: 'N', help: 'Default: the newest complete voltage clamp.' },
    out: { value: 'FILE.csv', help: 'Time (s), Voltage (V), Current (pA/pF).', required: true },
  },
  async run(args) {
    const asked = args.number('recording-id', { min: 1, whole: true });
    const out = args.need('out');
    return withSessionFile(args.need('session'), (session) => {
      const recordingId = pickRecording(session, asked);
      ensureFolderOf(out);
      const samples = exportRecordingCsv(session, recordingId, out);
      return { json: { out, recordingId, samples }, lines: [`Recording ${recordingId}, ${samples} samples, written to ${out}.`] };
    });
  },
};
