import { RECORDING_FORMATS, recordingExporter } from '../../core/formats/export/registry.ts';
import { exportRecordings } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import { formatOption, titlesOf } from '../format-option.ts';
import { withSessionFile } from '../open-session.ts';
import { pickRecording } from '../recording-input.ts';
import type { Verb } from '../verb.ts';

export const sessionExport: Verb = {
  words: ['session', 'export'],
  summary: `Write a recording of a session as ${titlesOf(RECORDING_FORMATS.map(recordingExporter))}; the same as export SESSION.`,
  options: {
    session: { value: 'FILE', help: 'The session.', required: true },
    'recording-id': { value: 'N', help: 'Default: the newest complete voltage clamp.' },
    format: formatOption(RECORDING_FORMATS),
    out: { value: 'FILE', help: 'Where it is written; CSV: Time (s), Voltage (V), Current (pA/pF).', required: true },
  },
  async run(args) {
    const asked = args.number('recording-id', { min: 1, whole: true });
    const out = args.need('out');
    const format = args.choice('format', RECORDING_FORMATS) ?? RECORDING_FORMATS[0];
    return withSessionFile(args.need('session'), async (session) => {
      const recordingId = pickRecording(session, asked);
      ensureFolderOf(out);
      const samples = await exportRecordings(session, [recordingId], out, format);
      return { json: { out, format, recordingId, samples }, lines: [`Recording ${recordingId}, ${samples} samples, written to ${out}.`] };
    });
  },
};
